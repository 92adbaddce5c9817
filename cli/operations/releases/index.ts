export { Ledger, type LedgerEntry, type LedgerFault } from './ledger.js';
export { listReleases, showRelease, verifyReleases } from './read-releases.js';
export {
  canonicalHash,
  type ReleasedService,
  type ReleasedStack,
  type ReleaseOutcome,
  type ReleaseRecord,
} from './release-record.js';
