/** Part of a whole for a percentage: 99.9 becomes 0.999, without the dust of binary fractions. */
export function share(percent: number): number {
  return Number((percent / 100).toFixed(6));
}
