import { BacklotError } from './backlot-error.js';

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** CPU as people declare it: cores, or thousandths of one with `m`. */
export const CPU_QUANTITY = /^([1-9]\d*m|[1-9]\d*(\.\d{1,3})?|0\.\d{0,2}[1-9]\d{0,2})$/;

/** Memory as people declare it: bytes with a unit. */
export const MEMORY_QUANTITY = /^[1-9]\d*(Ki|Mi|Gi|Ti|M|G|T)$/;

/**
 * Number that a Kubernetes quantity such as `250m`, `2`, `1e3` or `512Mi` stands for: cores, or bytes; undefined when it is
 * none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string | number | undefined): number | undefined {
  const match = /^(?<amount>[+-]?\d+(\.\d+)?([eE][+-]?\d+)?)(?<unit>[a-zA-Z]*)$/.exec(String(text ?? ''))?.groups;
  const factor = FACTORS[match?.unit ?? ''];
  return match?.amount === undefined || factor === undefined ? undefined : Number(match.amount) * factor;
}

/**
 * The same for what must be one.
 *
 * @throws BacklotError `InvalidQuantity` (exit code 3).
 */
export function quantity(text: string): number {
  const parsed = parseQuantity(text);
  if (parsed !== undefined && parsed >= 0) return parsed;
  throw new BacklotError({
    code: 'InvalidQuantity',
    message: `'${text}' is not a quantity such as 250m, 2 or 512Mi`,
    exitCode: 3,
  });
}
