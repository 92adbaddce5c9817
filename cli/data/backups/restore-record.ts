import { z } from 'zod';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { StoreAdapter } from '../../adapters/backups/index.js';
import { commandLine, withFlag } from '../../kernel/command-line.js';
import { storedJson } from '../../kernel/stored-json.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet } from './backup-set.js';

/** Written before a restore is started: what tells our own, unfinished one from somebody else's store of the same name. */
interface RestoreRecord {
  readonly set: string;
  readonly target: string;
  readonly toTime?: string;
  readonly startedAt: string;
  readonly state: 'under-way' | 'done';
}

const shape: z.ZodType<RestoreRecord> = z.looseObject({
  set: z.string(),
  target: z.string(),
  toTime: z.string().optional(),
  startedAt: z.string(),
  state: z.enum(['under-way', 'done']),
});

/**
 * Writes down that a restore begins, or finds that it was begun.
 *
 * @throws BacklotError `TargetExists` when something of the name is there that this restore didn't begin, or has finished.
 */
export async function beginRestore(
  session: BackupSession,
  set: BackupSet,
  { adapter, target }: { readonly adapter: StoreAdapter; readonly target: string },
  toTime: string | undefined,
): Promise<void> {
  const location = locationOf(session, set, target);
  const { objects } = session.cloud;
  const found = await objects.read(location);
  const record = found && storedJson(found.body, location, shape);
  const there = await adapter.exists(target);
  if (there && (record?.state !== 'under-way' || record.toTime !== toTime)) throw exists(session, set, target, record);
  if (there) session.tell(`going on with the restore of ${target} that was begun at ${record?.startedAt}`);
  const startedAt = session.clients.now().toISOString();
  const next: RestoreRecord = { set: set.id, target, ...(toTime ? { toTime } : {}), startedAt, state: 'under-way' };
  await objects.put(location, JSON.stringify(next), found ? { etag: found.etag } : 'absent');
}

/**
 * Those that are still to be restored: where a restore of several was cut off, what it had finished is somebody's store by
 * now, and only the rest goes on.
 */
export async function stillToRestore<T extends { readonly store: string; readonly target: string }>(
  session: BackupSession,
  set: BackupSet,
  planned: readonly T[],
): Promise<T[]> {
  const read = async ({ target }: T) => {
    const location = locationOf(session, set, target);
    const found = await session.cloud.objects.read(location);
    return found && storedJson(found.body, location, shape).state;
  };
  const states = await Promise.all(planned.map(read));
  if (!states.includes('under-way')) return [...planned];
  return planned.filter(({ store, target }, at) => {
    if (states[at] === 'done') session.tell(`${store} was restored already, as ${target}`);
    return states[at] !== 'done';
  });
}

/** Writes down that it ended: from now on its target is somebody's store. */
export async function endRestore(session: BackupSession, set: BackupSet, target: string): Promise<void> {
  const location = locationOf(session, set, target);
  const found = await session.cloud.objects.read(location);
  if (!found) return;
  const record: RestoreRecord = { ...storedJson(found.body, location, shape), state: 'done' };
  await session.cloud.objects.put(location, JSON.stringify(record), { etag: found.etag });
}

function locationOf({ catalog, environment }: BackupSession, { id }: BackupSet, target: string) {
  return { bucket: catalog.bucket, key: `${environment.id}/backups/${id}/restores/${target}.json` };
}

function exists(
  { environment }: BackupSession,
  { id: set }: BackupSet,
  target: string,
  record: RestoreRecord | undefined,
): BacklotError {
  const again = commandLine(`backlot backups restore ${environment.id} ${set}`);
  const whose =
    record?.state === 'done' ? `restored from ${record.set}, begun at ${record.startedAt}` : 'not made by this restore';
  return new BacklotError({
    code: 'TargetExists',
    message: `'${target}' exists already (${whose}); nothing was restored`,
    hints: ['remove it first when it has served; or put the copy in the place of the old one'],
    actions: [
      ...(record ? [`backlot backups prune ${environment.id} --restored ${target}`, again] : []),
      withFlag(again, 'in-place'),
    ],
    details: { target },
  });
}
