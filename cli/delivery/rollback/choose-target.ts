import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Ledger, LedgerEntry, ReleaseRecord } from '../releases/index.js';
import { badServices, type ToldReleases } from './good-services.js';

/** Where a rollback goes from and to. */
export interface RollbackTarget {
  /** The newest release that says what is in the environment. */
  readonly current: LedgerEntry;
  readonly target: LedgerEntry;
  /** All that is told of releases, to judge them by what served. */
  readonly told: ToldReleases;
}

/**
 * The release to go back to: the one that is named, else the last good one: complete, and what it brought is what served. A
 * rollback that was cut off is gone on with; after a finished one the next goes further back, not forth again.
 *
 * @throws BacklotError `NoRelease`, `UnknownRelease`, `NotRestorable` (exit code 3), `LedgerDamaged`, `LedgerForged`.
 */
export async function chooseTarget(ledger: Ledger, environment: string, wanted?: number): Promise<RollbackTarget> {
  await ledger.assertWhole();
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.newestFirst()) {
    if (entry.record.operation !== 'restore-proof') entries.push(entry);
  }
  const [current] = entries;
  if (!current) throw none(environment, 'it has no release yet', [`backlot deploy ${environment}`]);
  const told = { entries, verdicts: await ledger.verdicts.list() };
  if (wanted !== undefined) {
    const target = await ledger.get(wanted);
    const reason = whyNotRestorable(target.record);
    if (reason) throw notRestorable(environment, wanted, reason, entries);
    return { current, target, told };
  }
  const unfinished = current.record.outcome !== 'complete' && current.record.rollbackOf;
  if (unfinished) return { current, target: await ledger.get(unfinished), told };
  const limit = current.record.rollbackOf ?? current.record.number;
  const passedOver: string[] = [];
  for (const entry of entries.filter(({ record }) => record.number < limit)) {
    const { record } = entry;
    const bad = whyNotRestorable(record) ?? badServices(told, entry)[0];
    if (!bad) return { current, target: entry, told };
    passedOver.push(`${record.number}: ${bad}`);
  }
  const why = passedOver.length > 0 ? ` (${passedOver.join('; ')})` : '';
  throw none(environment, `it has no good release before ${limit}${why}`, [`backlot releases list ${environment}`]);
}

/** Why a release cannot be applied again; undefined when it can. */
export function whyNotRestorable({ operation, outcome, archive }: ReleaseRecord): string | undefined {
  if (operation !== 'deploy' && operation !== 'rollback')
    return `it is a ${operation}, which leaves nothing to go back to`;
  if (outcome !== 'complete') return `it was not completed (${outcome})`;
  return archive ? undefined : 'it has no archive';
}

function none(environment: string, why: string, actions: string[]): BacklotError {
  return new BacklotError({
    code: 'NoRelease',
    message: `'${environment}' cannot be rolled back: ${why}`,
    exitCode: 3,
    actions,
  });
}

function notRestorable(environment: string, number: number, reason: string, entries: readonly LedgerEntry[]) {
  const others = entries.flatMap(({ record }) => (whyNotRestorable(record) ? [] : [record.number])).slice(0, 5);
  return new BacklotError({
    code: 'NotRestorable',
    message: `release ${number} of '${environment}' cannot be gone back to: ${reason}${others.length > 0 ? `; these can: ${others.join(', ')}` : ''}`,
    exitCode: 3,
    actions: [`backlot releases list ${environment}`],
    details: { release: number },
  });
}
