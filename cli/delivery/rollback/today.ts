import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { ReleaseArchive } from '../releases/release-archive.js';

/** What takes the place of what, in everything that was recorded. */
export type Replacements = ReadonlyMap<string, string>;

/** Shorter texts may stand for something else too. */
const SHORTEST = 8;

/**
 * What was recorded and is another today: addresses of this machine's sandbox, and outputs of stacks, such as the name of a
 * database that was made anew since. An output that stood for several things is left alone.
 */
export function replacements(
  archive: ReleaseArchive,
  today: { readonly outputs: StackOutputs; readonly prometheus?: string; readonly awsEndpoint?: string },
): Replacements {
  const pairs: (readonly [string, string])[] = [];
  const { prometheus, awsEndpoint } = archive.addresses;
  if (prometheus && today.prometheus) pairs.push([prometheus, today.prometheus]);
  if (awsEndpoint && today.awsEndpoint) pairs.push([awsEndpoint, today.awsEndpoint]);
  for (const { id, outputs } of archive.stacks) pair(outputs, today.outputs[id], pairs);
  const known = new Map<string, Set<string>>();
  for (const [before, after] of pairs) known.set(before, (known.get(before) ?? new Set()).add(after));
  return new Map(
    [...known].flatMap(([before, after]) => {
      const [only] = after;
      return only !== undefined && after.size === 1 && only !== before ? [[before, only] as const] : [];
    }),
  );
}

/** A value with all its texts as they are today. */
export function asToday<T>(value: T, replace: Replacements): T {
  if (replace.size === 0) return value;
  const sorted = [...replace].sort(([a], [b]) => b.length - a.length);
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return text(each, sorted);
    if (Array.isArray(each)) return each.map(walk);
    if (each === null || typeof each !== 'object') return each;
    return Object.fromEntries(Object.entries(each).map(([key, inside]) => [key, walk(inside)]));
  };
  return walk(value) as T;
}

/** Each place is replaced once: what was put in isn't looked at again. */
function text(value: string, sorted: readonly (readonly [string, string])[]): string {
  const found = sorted.find(([before]) => value.includes(before));
  if (!found) return value;
  const [before, after] = found;
  return value
    .split(before)
    .map((part) => text(part, sorted))
    .join(after);
}

function pair(before: unknown, after: unknown, pairs: (readonly [string, string])[]): void {
  if (typeof before === 'string' && typeof after === 'string') {
    if (before.length >= SHORTEST) pairs.push([before, after]);
    return;
  }
  if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object') return;
  for (const [key, each] of Object.entries(before)) pair(each, (after as Record<string, unknown>)[key], pairs);
}
