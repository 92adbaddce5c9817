/** Tags that every resource of our stacks carries, and nothing else does. */
export const MARKS = ['backlot:platform', 'backlot:environment', 'backlot:stack'] as const;

type Tags = Readonly<Record<string, string>> | null | undefined;

/**
 * Whose something is that has a name of ours:
 * - `ours`: it carries the marks of this platform, environment and stack,
 * - `untagged`: it carries no tags at all: anybody's, or cut off before it got them,
 * - `foreign`: it carries other tags,
 * - `markless`: its type takes no tags.
 */
export type Ownership = 'ours' | 'untagged' | 'foreign' | 'markless';

/** Tells by the tags that a resource has, and those that the plan would give it. */
export function ownershipOf(there: Tags, planned: Tags): Ownership {
  if (!planned || !MARKS.some((mark) => planned[mark] !== undefined)) return 'markless';
  if (!there || Object.keys(there).length === 0) return 'untagged';
  return MARKS.every((mark) => there[mark] === planned[mark]) ? 'ours' : 'foreign';
}

/** In words, what its tags say of something that isn't ours for certain. */
export function ownerInWords(ownership: Ownership, there: Tags): string {
  if (ownership === 'ours') return 'it carries our tags, but no run of ours that ended early was making it';
  if (ownership === 'untagged') return 'it carries no tags';
  if (ownership === 'markless') return 'nothing on it can say whose it is';
  const marks = MARKS.filter((mark) => there?.[mark] !== undefined);
  const keys = marks.length > 0 ? marks : Object.keys(there ?? {}).slice(0, 3);
  return `it carries the tags ${keys.map((key) => `${key}=${there?.[key]}`).join(', ')}`;
}
