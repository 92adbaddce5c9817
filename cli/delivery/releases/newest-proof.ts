import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { BackupProof } from './backup-proof.js';
import { judgedProof } from './judged-proof.js';
import { Ledger } from './ledger.js';

/** Where the newest proof is looked for. */
export interface NewestProofOptions {
  readonly objects: ConditionalObjects;
  /** @default the ages are told by the store of the records */
  readonly now?: Date;
}

/** The newest proof with its age by the clock of the store; undefined when there is none. */
export async function newestProof(
  environment: Environment,
  { objects, now }: NewestProofOptions,
): Promise<{ readonly proof: BackupProof; readonly ageSeconds: number; readonly release: number } | undefined> {
  const bucket = stateBucket(environment);
  const ledger = new Ledger(objects, bucket, environment.id);
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
