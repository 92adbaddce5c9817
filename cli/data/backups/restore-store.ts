import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type Restored, type RestoreRequest, type StoreAdapter, wordAwsError } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import { stopped, timedOut } from './with-backups.js';

const THREE_HOURS = 3 * 3_600_000;

/** How a restore is followed. */
export interface FollowOptions {
  /** Id of the step that progress belongs to. */
  readonly step: string;
  /** Command that goes on where this one ended. */
  readonly resume: string;
}

/**
 * Starts a restore, or goes on with one that was started, and waits until the store is there.
 *
 * @throws BacklotError `SnapshotGone`, `RestoreFailed`, `Interrupted` (130), `TimedOut` (69), `QuotaExceeded`, `TooLittleDisk`, `ExpiredCredentials` (4).
 */
export async function restoreStore(
  session: BackupSession,
  adapter: StoreAdapter,
  request: RestoreRequest,
  follow: FollowOptions,
): Promise<Restored> {
  const { options, pause, progress, stop } = session;
  const what = `restore of ${request.store.name} to ${request.target}`;
  try {
    if (await isToStart(adapter, request)) {
      await assertSnapshot(session, adapter, request);
      await adapter.restore(request);
    }
    const deadline = performance.now() + (options.timeoutMs ?? THREE_HOURS);
    let shown: string | undefined;
    for (;;) {
      const look = await adapter.lookRestored(request);
      if (look.state === 'available' && look.found) return look.found;
      if (look.state === 'failed' || look.state === 'gone') throw failed(what, request, look.reason ?? look.state);
      if (stop.aborted) throw stopped(session, what, follow.resume);
      if (performance.now() > deadline) throw timedOut(what, look.progress, follow.resume);
      if (look.progress && look.progress !== shown) {
        shown = look.progress;
        progress.emit({ type: 'step-progress', id: follow.step, message: shown });
      }
      await pause();
    }
  } catch (error) {
    throw wordAwsError(error, what, follow.resume);
  }
}

/** Whether a restore is still to be started: what is there already was begun by an earlier run. */
async function isToStart(adapter: StoreAdapter, { store, target }: Pick<RestoreRequest, 'store' | 'target'>) {
  return target === store.identifier || !(await adapter.exists(target));
}

/**
 * Looks whether there is what a restore is made from. One that goes on needs it no more.
 *
 * @throws BacklotError `SnapshotGone`
 */
export async function assertRestorable(
  session: BackupSession,
  adapter: StoreAdapter,
  request: Omit<RestoreRequest, 'placement'>,
): Promise<void> {
  if (await isToStart(adapter, request)) await assertSnapshot(session, adapter, request);
}

async function assertSnapshot(
  { environment }: BackupSession,
  adapter: StoreAdapter,
  { store, snapshot, toTime, ownership }: Omit<RestoreRequest, 'placement'>,
): Promise<void> {
  if (toTime) return;
  const look = snapshot ? await adapter.look(store, snapshot) : undefined;
  if (look?.state === 'available') return;
  const why = look?.state === 'failed' ? `is damaged: ${look.reason}` : look ? `is ${look.state}` : 'was never made';
  throw new BacklotError({
    code: 'SnapshotGone',
    message: `the ${adapter.method} '${snapshot?.id ?? store.identifier}' of ${store.name} in backup set ${ownership.set} ${why}; nothing was restored`,
    source: 'upstream',
    actions: [`backlot backups list ${environment.id}`],
    details: { snapshot: snapshot?.id, store: store.name },
  });
}

function failed(what: string, { target }: RestoreRequest, reason: string): BacklotError {
  return new BacklotError({
    code: 'RestoreFailed',
    message: `${what} failed: ${reason}`,
    source: 'upstream',
    hints: [`look at ${target} in the service's console, and remove it before another try`],
    details: { target, reason },
  });
}
