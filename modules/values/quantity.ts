import { BacklotError } from './backlot-error.js';

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** CPU: cores, or thousandths of one with `m`. */
export const CPU_QUANTITY = /^([1-9]\d*m|[1-9]\d*(\.\d{1,3})?|0\.\d{0,2}[1-9]\d{0,2})$/;

/** Memory: bytes with a unit. */
export const MEMORY_QUANTITY = /^[1-9]\d*(Ki|Mi|Gi|Ti|M|G|T)$/;

/**
 * Number that a Kubernetes quantity such as `250m`, `2` or `512Mi` stands for: cores, or bytes.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 *
 * @throws BacklotError `InvalidQuantity` when it is none.
 */
export function quantity(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(text) ?? [];
  const factor = FACTORS[unit];
  if (amount === undefined || factor === undefined) {
    throw new BacklotError({
      code: 'InvalidQuantity',
      message: `'${text}' is not a quantity such as 250m, 2 or 512Mi`,
      exitCode: 3,
    });
  }
  return Number(amount) * factor;
}
