import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Store, StoreAdapter } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';

const WITHOUT_TIMES: ReadonlySet<string> = new Set(['elasticache', 's3', 'efs', 'cluster-objects']);

/**
 * Makes sure that a store can be restored to a time.
 *
 * @throws BacklotError `NoPointInTime`, `TimeOutOfReach` naming the window, `InvalidTime`; all with exit code 3.
 */
export async function assertTime(
  { environment }: Pick<BackupSession, 'environment'>,
  adapter: StoreAdapter,
  store: Store,
  toTime: string,
): Promise<void> {
  const wanted = Date.parse(toTime);
  if (Number.isNaN(wanted) || !/(Z|[+-]\d{2}:\d{2})$/.test(toTime)) {
    throw new BacklotError({
      code: 'InvalidTime',
      message: `--to-time '${toTime}' is no time with a zone: write it like 2026-11-21T10:17:17Z`,
      exitCode: 3,
    });
  }
  const times = await adapter.restorableTimes(store);
  if (!times) {
    throw new BacklotError({
      code: 'NoPointInTime',
      message: `${store.name} (${store.kind}) cannot be restored to a point in time: ${WITHOUT_TIMES.has(adapter.kind) ? 'there is no such restore of its kind' : 'it is off, or the store is gone'}`,
      exitCode: 3,
      hints: ['restore its copy, without --to-time'],
      actions: [`backlot backups list ${environment.id}`],
    });
  }
  const { earliest, latest } = times;
  if (wanted <= Date.parse(latest) && (!earliest || wanted >= Date.parse(earliest))) return;
  throw new BacklotError({
    code: 'TimeOutOfReach',
    message: `${store.name} can be restored to times from ${earliest ?? 'the start of its retention'} to ${latest}, not to ${toTime}`,
    exitCode: 3,
    details: { store: store.name, earliest, latest },
  });
}
