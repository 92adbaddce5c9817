import type { Path } from '../document/path.js';
import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/**
 * Lists in which the same word may stand again: programs with their arguments, and what charts of others take. And lists of
 * which a rule of their own says more.
 */
const LEFT_ALONE: readonly RegExp[] = [
  /^services\..+\.(command|args)$/,
  /^cluster\.controllers\..+\.values(\.|$)/,
  /^services\.[^.]+\.(routes|canary\.steps)$/,
  /^secrets\.[^.]+\.(keys|users)$/,
  /^cluster\.endpoint\.publicCidrs$/,
];

/** What tells the items of a list apart, where it isn't all of them. */
const IDENTITIES: readonly (readonly [pattern: RegExp, keys: readonly string[]])[] = [
  // https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/: unique by key and effect
  [/\.taints$/, ['key', 'effect']],
];

/** Nothing is in a list twice: each item becomes a thing of its own, which can't be there twice. */
export const listDuplicates: Rule = (environment) => walk(environment, []);

function walk(value: unknown, path: Path): RuleProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  const where = path.join('.');
  if (LEFT_ALONE.some((pattern) => pattern.test(where))) return [];
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, each]) => walk(each, [...path, key]));
  const keys = IDENTITIES.find(([pattern]) => pattern.test(where))?.[1];
  const items = value.map((item) => JSON.stringify(keys ? keys.map((key) => (item as never)[key]) : item, sorted));
  return value.flatMap((item, index) => {
    if (items.indexOf(items[index] ?? '') === index) return walk(item, [...path, index]);
    const name = typeof item === 'object' ? (keys?.map((key) => item[key]).join(' ') ?? 'the same') : quote(item);
    return [{ path: [...path, index], message: `${name} is in the list twice` }];
  });
}

/** The same text for the same map, whatever the order of its keys. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
