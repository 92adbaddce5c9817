import { quantity } from '../values/quantity.js';

/** Thousandths of a processor: `500m` → 500, `2` → 2000. @throws BacklotError `InvalidQuantity` */
export function milliCpu(text: string): number {
  return Math.round(quantity(text) * 1000);
}

/** `512Mi` → 536870912 bytes. @throws BacklotError `InvalidQuantity` */
export function bytes(text: string): number {
  return quantity(text);
}

/** Whole processors, rounded up. */
export function wholeCpus(milli: number): string {
  return String(Math.ceil(milli / 1000));
}

/** Whole gibibytes, rounded up. */
export function wholeGibibytes(size: number): string {
  return `${Math.ceil(size / 2 ** 30)}Gi`;
}
