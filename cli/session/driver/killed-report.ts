import { lockLocation } from '../locks/lock-location.js';
import { isHeld, type LockHolder, parseLockRecord } from '../locks/lock-record.js';
import type { Session } from '../open/session.js';

/**
 * Says what killed runs were in the middle of: `deploy of ann@laptop (process 4711) was killed 3 min ago while applying
 * 'network' (63 to change)`.
 */
export async function reportKilledRuns(session: Session): Promise<void> {
  const unsettled = await session.unsettled();
  const { killed, between, ageSeconds } = unsettled;
  const byRun = Map.groupBy(killed, ({ holder }) => holder.id);
  for (const steps of byRun.values()) {
    const doing = steps.map(({ intent }) => intent).join(', ');
    tell(session, `${await describeRun(session, steps[0]?.holder, ageSeconds)} while ${doing}; ${whatNext(session)}`);
  }
  if (between) tell(session, `${await describeRun(session, between, ageSeconds)}, between two steps`);
  // Told once. What may have left something behind is kept until it is done.
  if (session.lock) unsettled.told();
}

function tell({ progress }: Session, message: string): void {
  progress.emit({ type: 'note', level: 'warning', message });
}

async function describeRun(session: Session, holder: LockHolder | undefined, ageSeconds: number): Promise<string> {
  if (!holder) return 'a run';
  const silent = (await silentSince(session, holder.id)) ?? ageSeconds;
  return `${holder.operation} of ${holder.who} (process ${holder.pid}) was killed ${ago(silent)} ago`;
}

/** The last sign of life is in the lock: in the one that this run took over, or that still lies there. */
async function silentSince({ lock, cloud, environment }: Session, id: string): Promise<number | undefined> {
  if (lock) return lock.predecessor?.holder.id === id ? lock.predecessor.silentSeconds : undefined;
  const found = await cloud.objects.read(lockLocation(environment));
  const record = found && parseLockRecord(found.body);
  return record?.holder?.id === id && !isHeld(record, found?.ageSeconds ?? 0) ? found?.ageSeconds : undefined;
}

function whatNext({ lock, environment }: Session): string {
  const sight = 'what it made and could not note is looked for';
  return lock ? sight : `${sight}; resume with: backlot deploy ${environment.id}`;
}

/** `40 s`, `3 min`, `2 h` */
function ago(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
