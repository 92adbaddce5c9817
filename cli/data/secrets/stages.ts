import type { SecretVersion, StoredSecret } from './secret-store.js';

/** The label that readers follow. */
export const CURRENT = 'AWSCURRENT';
export const PENDING = 'AWSPENDING';

/** Of a rotation under way: the version that was current before it, whose credential is still good. */
export const OLD = 'BACKLOT-OLD';

/** The version whose credential was invalidated last. */
export const RETIRED = 'BACKLOT-RETIRED';

/** Versions that a rotation makes one after the other, by the label that each keeps until the rotation ends. */
export const PHASES = {
  replace: 'BACKLOT-REPLACE',
  announce: 'BACKLOT-ANNOUNCE',
  switch: 'BACKLOT-SWITCH',
  drop: 'BACKLOT-DROP',
} as const;

/** `replace`: a new credential; the others are the three steps of a pair of keys. */
export type Phase = keyof typeof PHASES;

/** The version that has a label; undefined where none has. */
export function versionWith(secret: StoredSecret | undefined, stage: string): SecretVersion | undefined {
  return secret?.versions.find(({ stages }) => stages.includes(stage));
}

/** Phases whose versions are there, in their order. */
export function begunPhases(secret: StoredSecret | undefined): Phase[] {
  return (Object.keys(PHASES) as Phase[]).filter((phase) => versionWith(secret, PHASES[phase]));
}
