import type { UnsettledStep } from '../journal/index.js';
import { lockLocation } from '../locks/lock-location.js';
import { isHeld, parseLockRecord } from '../locks/lock-record.js';
import type { Session } from './session.js';

/**
 * Says what killed runs were in the middle of: `deploy of ann@laptop (process 4711) was killed 3 min ago while applying
 * 'network' (63 to change)`.
 */
export async function reportKilledRuns(session: Session): Promise<void> {
  const unsettled = await session.unsettled();
  const byRun = Map.groupBy(unsettled.killed, ({ holder }) => holder.id);
  for (const steps of byRun.values()) {
    const message = `${await describeRun(session, steps, unsettled.ageSeconds)}; ${whatNext(session)}`;
    session.progress.emit({ type: 'note', level: 'warning', message });
  }
  // Told once. What may have left something behind is kept until it is done.
  if (session.lock) unsettled.told();
}

async function describeRun(session: Session, steps: readonly UnsettledStep[], ageSeconds: number): Promise<string> {
  const holder = steps[0]?.holder;
  if (!holder) return '';
  const silent = (await silentSince(session, holder.id)) ?? ageSeconds;
  const doing = steps.map(({ intent }) => intent).join(', ');
  return `${holder.operation} of ${holder.who} (process ${holder.pid}) was killed ${ago(silent)} ago while ${doing}`;
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
