import type { Session } from '../../session/open/session.js';
import type { Ledger } from './ledger.js';
import { recordRelease } from './record-release.js';

/** A run that was killed in the middle of a step, by what its journal says. */
export interface KilledRelease {
  readonly token: number;
  readonly operation: 'deploy' | 'rollback' | 'destroy';
  readonly who: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Runs that were killed while they changed something. To be asked before what they left is settled. */
export async function killedReleases(session: Pick<Session, 'unsettled'>): Promise<KilledRelease[]> {
  const { killed } = await session.unsettled();
  const runs = killed.flatMap(({ token, holder: { operation, who, since } }): [number, KilledRelease][] =>
    isRelease(operation) ? [[token, { token, operation, who, since }]] : [],
  );
  return [...new Map(runs).values()].sort((a, b) => a.token - b.token);
}

/** Writes the records that killed runs did not live to write: `interrupted`, with the states that they left. */
export async function recordKilledReleases(
  session: Session,
  ledger: Ledger,
  killed: readonly KilledRelease[],
): Promise<void> {
  if (killed.length === 0) return;
  const known = new Set((await ledger.list(20)).map(({ record }) => record.token));
  const nothing = { add: 0, change: 0, replace: 0, destroy: 0, resources: 0, durationMs: 0 };
  const stacks = session.stacks.map(({ id }) => ({ id, status: 'interrupted' as const, ...nothing }));
  for (const { token, operation, who, since } of killed) {
    if (known.has(token)) continue;
    const startedAt = new Date(since);
    const report = { operation, outcome: 'interrupted' as const, startedAt, durationMs: 0, stacks, by: { token, who } };
    const { number, recorded } = await recordRelease(session, report);
    const message = `${operation} of ${who}, which was killed, is release ${number} now: interrupted`;
    if (recorded) session.progress.emit({ type: 'note', level: 'info', message });
  }
}

function isRelease(operation: string): operation is KilledRelease['operation'] {
  return ['deploy', 'rollback', 'destroy'].includes(operation);
}
