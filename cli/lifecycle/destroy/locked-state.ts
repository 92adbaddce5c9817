import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ledgerRetention } from '../../../stacks/state-object-lock.js';
import { lockedUntil } from '../../delivery/releases/record-locks.js';
import { openLedger } from '../../delivery/releases/with-ledger.js';
import type { Session } from '../../session/open/session.js';

/**
 * Refuses to promise the removal of a state bucket that S3 would refuse: before anything is touched, since half of a bucket
 * is no ledger. The record of the destroy itself would be kept as well, where the environment asks for it.
 *
 * @throws BacklotError `StateRetained`
 */
export async function assertStateRemovable({ cloud, environment }: Session, now = new Date()): Promise<void> {
  const retention = ledgerRetention(environment);
  const kept = await lockedUntil(openLedger(environment, cloud), now);
  const own = retention && new Date(now.getTime() + retention.days * 86_400_000).toISOString();
  const until = [kept, own]
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);
  if (until === undefined) return;
  const { name } = cloud.stateBucket;
  const why = kept === undefined ? 'the record of the destroy itself would be kept' : 'its releases are kept';
  throw new BacklotError({
    code: 'StateRetained',
    message: `the state bucket '${name}' cannot go before ${until}: ${why} under Object Lock. Nothing was removed`,
    exitCode: 3,
    hints: [
      retention
        ? `a destroy without --with-state leaves the bucket; take foundation.state.objectLock out of the environment, and remove the bucket once ${until} has passed`
        : `a destroy without --with-state leaves the bucket; remove it once ${until} has passed`,
    ],
    actions: [`backlot destroy ${environment.id}`, `backlot releases verify ${environment.id}`],
    details: { bucket: name, until },
  });
}

/** Why the state bucket stays where it would have gone; undefined when nothing keeps it. */
export async function keptState({ cloud, environment }: Session): Promise<string | undefined> {
  const until = await lockedUntil(openLedger(environment, cloud));
  return (
    until &&
    `the state bucket '${cloud.stateBucket.name}' stays: its releases are kept under Object Lock until ${until}`
  );
}
