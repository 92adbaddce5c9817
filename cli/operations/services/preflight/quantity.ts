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
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * The number that a quantity stands for: `250m` is 0.25, `256Mi` is 268435456; undefined when it is none.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string | number | undefined): number | undefined {
  const match = /^(?<amount>[+-]?\d+(\.\d+)?([eE][+-]?\d+)?)(?<unit>[a-zA-Z]*)$/.exec(String(text ?? ''))?.groups;
  const factor = FACTORS[match?.unit ?? ''];
  return match?.amount === undefined || factor === undefined ? undefined : Number(match.amount) * factor;
}
