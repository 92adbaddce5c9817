const MEMORY: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * `500m` → 500, `2` → 2000, `0.5` → 500.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function milliCpu(quantity: string): number {
  const [, number, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity) ?? [];
  if (number === undefined) throw new Error(`'${quantity}' is not a CPU quantity such as 500m or 2`);
  return Number(number) * (milli ? 1 : 1000);
}

/** `512Mi` → 536870912 bytes. */
export function bytes(quantity: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kMGT]|[KMGT]i)?$/.exec(quantity) ?? [];
  const factor = MEMORY[unit];
  if (number === undefined || factor === undefined) {
    throw new Error(`'${quantity}' is not a memory quantity such as 512Mi or 2Gi`);
  }
  return Number(number) * factor;
}

/** Whole processors, rounded up. */
export function wholeCpus(milli: number): string {
  return String(Math.ceil(milli / 1000));
}

/** Whole gibibytes, rounded up. */
export function wholeGibibytes(size: number): string {
  return `${Math.ceil(size / 2 ** 30)}Gi`;
}
