import type { Environment } from '../../../environments/model/index.js';
import { thisActor } from '../../kernel/actor.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { BackupProof } from './backup-proof.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import { withLedger } from './with-ledger.js';

/** How a proof is put into the ledger. */
export interface RecordProofOptions extends OperationOptions {
  /** Fencing token of the lock that it was made under. @default 0: made without one */
  readonly token?: number;
  /** Time that the proof took, milliseconds. @default 0 */
  readonly durationMs?: number;
  /** Identity in the cloud. @default unknown */
  readonly identity?: string;
}

/** Adds a proof to the ledger as a record of its own: `restore-proof`. */
export async function recordProof(
  environment: Environment,
  proof: BackupProof,
  options: RecordProofOptions = {},
): Promise<LedgerEntry> {
  const { token = 0, durationMs = 0, identity } = options;
  return withLedger(environment, options, (ledger) =>
    ledger.append({
      operation: 'restore-proof',
      outcome: proof.outcome === 'proven' ? 'complete' : 'failed',
      startedAt: new Date(Date.now() - durationMs).toISOString(),
      durationMs,
      actor: thisActor(identity),
      token,
      stacks: [],
      services: [],
      proofs: [proof],
    }),
  );
}

/** The newest proof of the ledger, successful or not; undefined when there is none. Records that were altered prove nothing. */
export async function latestProof(
  ledger: Ledger,
): Promise<{ readonly release: number; readonly proof: BackupProof } | undefined> {
  for await (const { record } of ledger.newestFirst()) {
    const proof = record.proofs?.at(-1);
    if (proof) return { release: record.number, proof };
  }
  return undefined;
}
