export {
  type BackupProof,
  latestProof,
  type ProofAssertion,
  type RecordProofOptions,
  recordProof,
} from './backup-proof.js';
export type * from './diff-releases.js';
export { diffReleases } from './diff-releases.js';
export { Ledger, type LedgerEntry, type LedgerFault } from './ledger.js';
export { listReleases, showRelease, verifyReleases } from './read-releases.js';
export type {
  GateOverride,
  PolicyOutcome,
  ReleasedObservability,
  ReleasedSchemas,
  ReleasedService,
  ReleasedStack,
  ReleaseOperation,
  ReleaseOutcome,
  ReleaseRecord,
} from './release-record.js';
export type { LateVerdict, StoredVerdict } from './verdicts.js';
export { openLedger, withLedger } from './with-ledger.js';
