import type { Phase } from './stages.js';

/** Two keys that are both accepted: things are signed with the first. Outside of a rotation they are the same. */
export interface KeyPair {
  readonly current: string;
  readonly accepted: string;
}

/** Reads a pair; text that is none is a key from before the secret was declared as a pair. */
export function readPair(text: string): KeyPair {
  try {
    const { accepted, current } = JSON.parse(text) as Partial<KeyPair>;
    if (typeof current === 'string' && typeof accepted === 'string') return { current, accepted };
  } catch {
    // Not JSON: what the text is must not be part of a message.
  }
  return { current: text, accepted: text };
}

/**
 * The pair of the next phase. Whoever checks must know a key before anybody signs with it, and must know the old one as
 * long as something signed with it is on its way: so the new one is announced, then changes places, then the old one goes.
 */
export function nextPair(phase: Phase, before: KeyPair | undefined, fresh: () => string): KeyPair {
  if (!before) {
    const key = fresh();
    return { current: key, accepted: key };
  }
  switch (phase) {
    case 'announce':
      return { current: before.current, accepted: fresh() };
    case 'switch':
      return { current: before.accepted, accepted: before.current };
    default:
      return { current: before.current, accepted: before.current };
  }
}
