import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { ledgerRetention } from '../../../stacks/state-object-lock.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import { ArchiveStore } from './archive-store.js';
import { auditLedger, type LedgerAudit } from './audit-ledger.js';
import { listVersions } from './earlier-versions.js';
import type { LedgerEntry } from './ledger.js';
import { auditLocks } from './record-locks.js';
import { verifyArchives } from './verify-archives.js';
import { withLedger } from './with-ledger.js';
import { withVerdicts } from './with-verdicts.js';

/** The releases of an environment, newest first. @throws BacklotError `LedgerDamaged` */
export async function listReleases(
  environment: Environment,
  options: OperationOptions & { readonly limit?: number } = {},
): Promise<LedgerEntry[]> {
  return withLedger(environment, options, async (ledger) => withVerdicts(ledger, await ledger.list(options.limit)));
}

/** One release, or the newest. @throws BacklotError `UnknownRelease` (exit code 3), `LedgerDamaged` */
export async function showRelease(
  environment: Environment,
  number: number | undefined,
  options: OperationOptions = {},
): Promise<LedgerEntry> {
  return withLedger(environment, options, async (ledger) => {
    const found = number === undefined ? ((await ledger.newest()) ?? (await ledger.get(1))) : await ledger.get(number);
    const [entry = found] = await withVerdicts(ledger, [found]);
    return entry;
  });
}

/** What is wrong with the records of an environment, with verdicts and with archives; and how many records there are, how many of them signed. */
export async function verifyReleases(environment: Environment, options: OperationOptions = {}): Promise<LedgerAudit> {
  return withLedger(environment, options, async (ledger, cloud) => {
    const store = new ArchiveStore(cloud.archives, stateBucket(environment), environment.id);
    const audit = await auditLedger(ledger);
    const kept = await auditLocks(ledger, ledgerRetention(environment) !== undefined);
    const faults = [...audit.faults, ...(await verifyArchives(ledger, store)), ...kept.faults];
    const actions = listVersions(faults, stateBucket(environment), cloud);
    return {
      ...audit,
      faults,
      ...(actions.length > 0 ? { actions } : {}),
      notes: [...audit.notes, ...kept.notes],
      ...(kept.locks ? { locks: kept.locks } : {}),
    };
  });
}
