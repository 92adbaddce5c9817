export type { LedgerAudit } from './audit-ledger.js';
export { auditLedger } from './audit-ledger.js';
export type { BackupProof, ProofAssertion } from './backup-proof.js';
export type * from './diff-releases.js';
export { diffReleases } from './diff-releases.js';
export { judgedProof } from './judged-proof.js';
export { Ledger, type LedgerEntry } from './ledger.js';
export { EARLIER_VERSIONS } from './ledger-errors.js';
export type { LedgerFault, LedgerFaultKind } from './ledger-fault.js';
export { type NewestProofOptions, newestProof } from './newest-proof.js';
export { listReleases, showRelease, verifyReleases } from './read-releases.js';
export { type RecordProofOptions, recordProof } from './record-proof.js';
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
export { isOpen, toldVerdict } from './told-verdict.js';
export type { LateVerdict, StoredVerdict } from './verdicts.js';
export { type LedgerCloud, openLedger, withLedger } from './with-ledger.js';
