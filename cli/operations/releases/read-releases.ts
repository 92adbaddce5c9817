import type { Environment } from '../../../environments/model/index.js';
import type { OperationOptions } from '../driver/operation-options.js';
import type { LedgerEntry, LedgerFault } from './ledger.js';
import { withLedger } from './with-ledger.js';

/** The releases of an environment, newest first. @throws BacklotError `LedgerDamaged` */
export async function listReleases(
  environment: Environment,
  options: OperationOptions & { readonly limit?: number } = {},
): Promise<LedgerEntry[]> {
  return withLedger(environment, options, (ledger) => ledger.list(options.limit));
}

/** One release. @throws BacklotError `UnknownRelease` (exit code 3), `LedgerDamaged` */
export async function showRelease(
  environment: Environment,
  number: number,
  options: OperationOptions = {},
): Promise<LedgerEntry> {
  return withLedger(environment, options, (ledger) => ledger.get(number));
}

/** What is wrong with the records of an environment, and how many there are. */
export async function verifyReleases(
  environment: Environment,
  options: OperationOptions = {},
): Promise<{ readonly faults: LedgerFault[]; readonly releases: number }> {
  return withLedger(environment, options, async (ledger) => ({
    faults: await ledger.verify(),
    releases: await ledger.count(),
  }));
}
