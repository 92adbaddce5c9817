/** A value with its keys sorted, so that equal content is equal text. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, canonical(each)]));
}

/** Whether two values have equal content, whatever the order of their keys. */
export function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one ?? null)) === JSON.stringify(canonical(other ?? null));
}

/** Whether two lists hold the same elements, whatever their order. */
export function equalAsSets(one: readonly unknown[], other: readonly unknown[]): boolean {
  const texts = (list: readonly unknown[]) => list.map((each) => JSON.stringify(canonical(each))).sort();
  return one.length === other.length && equal(texts(one), texts(other));
}
