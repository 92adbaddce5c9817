import type { Environment } from '../../../environments/model/index.js';
import type { BackupProof, ProofAssertion } from './backup-proof.js';

/**
 * A proof as it counts now. Earlier versions called a store proven in which nothing was counted: such a proof failed, unless
 * the environment leaves the store out.
 */
export function judgedProof(proof: BackupProof, { backup }: Pick<Environment, 'backup'>): BackupProof {
  if (proof.outcome !== 'proven' || proof.counted) return proof;
  const stores = new Set(proof.assertions.flatMap(({ store }) => (store === '*' ? [] : [store])));
  const whole = (name: string) =>
    backup?.proof?.except?.[name]?.some(({ database, tables }) => !database && !tables) ?? false;
  const vain = [...stores].filter(
    (name) => !whole(name) && !proof.assertions.some((each) => each.store === name && counts(each)),
  );
  const missing = vain.map((store): ProofAssertion => {
    const actual = 'nothing was counted: an earlier version looked only whether it was restored';
    return { store, name: 'contents', outcome: 'failed', expected: 'something that was counted', actual };
  });
  if (missing.length === 0) return proof;
  return { ...proof, outcome: 'failed', assertions: [...proof.assertions, ...missing] };
}

/** Whether an assertion of an earlier version looked into what a store holds. */
function counts({ expected, name }: ProofAssertion): boolean {
  if (name === 'tables') return expected !== 'none recorded';
  return !/^(restored|connect|engine|encrypted at rest|pods that a copy of .*)$/.test(name);
}
