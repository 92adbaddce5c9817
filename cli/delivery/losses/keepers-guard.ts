import type { OwnResources, Thing } from '../../../resources/own-resources.js';
import type { NotChecked } from '../additions/addition.js';
import { type AskedOf, keepersOf } from '../additions/find-additions.js';

/** Whom a guard asks, and what is ours. */
export interface Keepers extends AskedOf {
  readonly ours: OwnResources;
  /** Told of every question that got no answer. @default nobody */
  readonly unasked?: (question: NotChecked) => void;
}

/** How many are named; a person who takes these away is told of the next. */
const NAMED = 20;

/**
 * What others made in, or attached to, something that goes, and for which AWS refuses to delete it: a machine in a VPC,
 * a target of a rule. Its answer (`DependencyViolation`) names none of it, and comes when the rest is gone.
 */
export async function keepersGuard(thing: Thing, { ours, unasked, ...of }: Keepers): Promise<string | undefined> {
  const { additions: found, notChecked } = await keepersOf(thing, ours, of);
  for (const each of notChecked) unasked?.(each);
  if (found.length === 0) return undefined;
  const named = found.slice(0, NAMED).map(({ what, name, remove }) => `${what} ${name} (${remove})`);
  const more = found.length > NAMED ? [`and ${found.length - NAMED} more`] : [];
  return `AWS deletes it only without what no state has: look at each, and take it away first: ${[...named, ...more].join('; ')}`;
}
