import type { Session } from '../../session/open/session.js';
import type { Ledger } from './ledger.js';

/**
 * Before anything is touched: whether what a run does can be recorded, and whether the ledger ends as its head says. A ledger
 * that was tampered with keeps nobody from deploying, since records that aren't the environment's own count for nothing; it is said.
 *
 * @param makesKey the run itself makes the key where it is missing: a deploy of the foundation does, a destroy never
 * @throws BacklotError `LedgerKeyMissing`, `LedgerKeyUnusable`, `LedgerKeyDenied`, `LedgerKeyUnreachable`
 */
export async function readyLedger(
  { environment, progress }: Pick<Session, 'environment' | 'progress'>,
  ledger: Ledger,
  makesKey: boolean,
): Promise<void> {
  await ledger.assertRecordable(makesKey);
  const doubt = await ledger.doubt();
  if (!doubt) return;
  const message = `the ledger of '${environment.id}' is not what was written, and only records that verify are relied on: release ${doubt.number}: ${doubt.reason}; see backlot releases verify ${environment.id}`;
  progress.emit({ type: 'note', level: 'warning', message });
}
