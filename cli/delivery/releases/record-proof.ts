import { thisActor } from '../../kernel/actor.js';
import type { BackupProof } from './backup-proof.js';
import type { Ledger, LedgerEntry } from './ledger.js';

/** How a proof is put into the ledger. */
export interface RecordProofOptions {
  /** Fencing token of the lock that it was made under. @default 0: made without one */
  readonly token?: number;
  /** Time that the proof took, milliseconds. @default 0 */
  readonly durationMs?: number;
  /** Identity in the cloud. @default unknown */
  readonly identity?: string;
}

/** Adds a proof to the ledger as a record of its own: `restore-proof`. */
export async function recordProof(
  ledger: Ledger,
  proof: BackupProof,
  options: RecordProofOptions = {},
): Promise<LedgerEntry> {
  const { token = 0, durationMs = 0, identity } = options;
  return ledger.append({
    operation: 'restore-proof',
    outcome: proof.outcome === 'proven' ? 'complete' : 'failed',
    startedAt: new Date(Date.now() - durationMs).toISOString(),
    durationMs,
    actor: thisActor(identity),
    token,
    stacks: [],
    services: [],
    proofs: [proof],
  });
}
