import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { OperationOptions } from '../driver/operation-options.js';
import { realTooling } from '../driver/tooling.js';
import { Ledger, type LedgerEntry, type LedgerFault } from './ledger.js';

/** Runs `work` on the ledger of an environment; starts nothing. */
async function withLedger<T>(
  environment: Environment,
  options: OperationOptions,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const tooling = { ...realTooling, ...options.tooling };
  const cloud = await tooling.openCloud(environment, { start: false });
  try {
    return await work(new Ledger(cloud.objects, stateBucket(environment), environment.id));
  } finally {
    await cloud.close();
  }
}

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
