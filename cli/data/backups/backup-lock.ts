import { type HeldLock, withEnvironmentLock } from '../../session/locks/environment-lock.js';
import type { BackupSession } from './backup-session.js';

/**
 * Runs `work` while nobody else works on the backups of the environment in the same way. It isn't the lock of the
 * environment: a snapshot or a proof may take hours, and a deploy in these is nobody's harm. A lost lock asks the work to stop.
 *
 * @throws BacklotError `EnvironmentLocked` naming the holder.
 */
export function withBackupLock<T>(
  session: BackupSession,
  operation: 'create' | 'verify' | 'restore' | 'prune',
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const { catalog, cloud, environment, options, tell } = session;
  // A proof may take hours: it doesn't keep backups from being made.
  const name = operation === 'verify' ? 'verify' : 'backups';
  return withEnvironmentLock(
    {
      objects: cloud.objects,
      location: { bucket: catalog.bucket, key: `${environment.id}/${name}.lock.json` },
      environment: environment.id,
      operation: `backups ${operation}`,
      waitMs: options.lockTimeoutMs,
      tell: (message) => tell(message, 'warning'),
    },
    (lock) => {
      lock.lost.addEventListener('abort', () => session.interruption.request('lock-lost', LOST));
      return work(lock);
    },
  );
}

const LOST = 'the lock of the backups was lost, somebody else may be working on them: nothing new is started';
