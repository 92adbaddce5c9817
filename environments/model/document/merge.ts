import type { MapEntry, SourceNode } from './source-node.js';

/**
 * Lays one document over another: maps merge key by key, everything else is replaced, `null` removes.
 *
 * Each value keeps the position that it was written at. A key keeps the place that it had below, so that the order of
 * a base is the order of what extends it. A removal stays visible until the end, because it may still have to remove
 * from a document that is merged later.
 */
export function merge(below: SourceNode, above: SourceNode): SourceNode {
  if (above.kind === 'removal')
    return { ...above, matched: above.matched || below.kind !== 'removal' || below.matched };
  if (below.kind !== 'map' || above.kind !== 'map') return above;
  const entries = new Map<string, MapEntry>(below.entries);
  for (const [key, entry] of above.entries) {
    const inherited = entries.get(key);
    entries.set(key, inherited ? { keyAt: entry.keyAt, value: merge(inherited.value, entry.value) } : entry);
  }
  return { kind: 'map', entries, at: above.at };
}
