import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { BackupProof } from './backup-proof.js';
import { judgedProof } from './judged-proof.js';
import { type LedgerCloud, openLedger } from './with-ledger.js';

/** Where the newest proof is looked for. */
export interface NewestProofOptions extends LedgerCloud {
  /** @default the ages are told by the store of the records */
  readonly now?: Date;
}

/**
 * The newest proof with its age by the clock of the store; undefined when there is none. Records that are not the environment's
 * own prove nothing.
 *
 * @throws BacklotError `LedgerForged`
 */
export async function newestProof(
  environment: Environment,
  { objects, signing, now }: NewestProofOptions,
): Promise<{ readonly proof: BackupProof; readonly ageSeconds: number; readonly release: number } | undefined> {
  const bucket = stateBucket(environment);
  const ledger = openLedger(environment, { objects, signing });
  // One that failed, and was taken away, would let an older one count.
  await ledger.assertWhole();
  for await (const { key, record } of ledger.newestFirst()) {
    const made = record.proofs?.at(-1);
    if (!made) continue;
    const proof = judgedProof(made, environment);
    if (now) return { proof, ageSeconds: (now.getTime() - Date.parse(proof.at)) / 1_000, release: record.number };
    // Its record was written as soon as it was proven: by when, only the store can tell for sure.
    const object = await objects.read({ bucket, key });
    return { proof, ageSeconds: object?.ageSeconds ?? Number.POSITIVE_INFINITY, release: record.number };
  }
  return undefined;
}
