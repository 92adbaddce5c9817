import type { DeclaredSecret } from '../../../environments/model/index.js';
import type { Issuer } from './issuer.js';
import { nextPair, readPair } from './key-pair.js';
import { randomText } from './random-text.js';
import type { StoredSecret } from './secret-store.js';
import { begunPhases, CURRENT, type Phase, versionWith } from './stages.js';

/** One version that a rotation makes, and what happens around it. */
export interface RotationPhase {
  readonly phase: Phase;
  /** In front of the ids of its steps. */
  readonly prefix: string;
  /** The old credential is invalidated before this version is made. @default false: after the last phase */
  readonly retireFirst?: boolean;
  /** The value to store, from the current one. */
  propose(current: string | undefined): Promise<string>;
}

/** The phases of a rotation, from its beginning, also when some are over. */
export function rotationPhases(declared: DeclaredSecret, issuer: Issuer, stored: StoredSecret): RotationPhase[] {
  if (declared.rotation !== 'dual') {
    return [{ phase: 'replace', prefix: '', propose: (current) => issuer.propose(current) }];
  }
  const begun = begunPhases(stored);
  const first =
    begun.length > 0 ? begun.every((phase) => phase === 'drop') && !hadPair(stored) : !versionWith(stored, CURRENT);
  const phases: readonly Phase[] = first ? ['drop'] : ['announce', 'switch', 'drop'];
  return phases.map((phase) => ({
    phase,
    prefix: `${phase}/`,
    retireFirst: phase === 'drop' && !first,
    propose: async (current) => {
      // Only a new key is asked of whoever makes it, which may have given it already.
      const key = phase === 'announce' || current === undefined ? await freshKey(declared, issuer) : '';
      const before = current === undefined ? undefined : readPair(current);
      return JSON.stringify(nextPair(phase, before, () => key));
    },
  }));
}

/** A drop that is not the first value has something before it. */
function hadPair(stored: StoredSecret): boolean {
  return stored.versions.some(({ stages }) => stages.includes('AWSPREVIOUS'));
}

async function freshKey({ length }: DeclaredSecret, issuer: Issuer): Promise<string> {
  return issuer.strategy === 'given' ? issuer.propose(undefined) : randomText(length);
}
