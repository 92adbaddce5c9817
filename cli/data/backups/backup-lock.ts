import type { Holding } from '../../session/open/holding.js';
import type { BackupSession } from './backup-session.js';

/**
 * Runs `work` while nobody else works on the backups of the environment in the same way. It isn't the lock of the
 * environment: a snapshot or a proof may take hours, and a deploy in these is nobody's harm.
 *
 * @throws BacklotError `EnvironmentLocked` naming the holder.
 */
export function withBackupLock<T>(
  session: BackupSession,
  operation: 'create' | 'verify' | 'restore' | 'prune',
  work: (held: Holding) => Promise<T>,
): Promise<T> {
  const { catalog, environment } = session;
  // A proof may take hours: it doesn't keep backups from being made.
  const name = operation === 'verify' ? 'verify' : 'backups';
  const location = { bucket: catalog.bucket, key: `${environment.id}/${name}.lock.json` };
  return session.holding(`backups ${operation}`, work, location);
}
