import type { Ownership } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet } from './backup-set.js';

/** Who a thing of a set belongs to. */
export function ownershipOf(
  { environment }: Pick<BackupSession, 'environment'>,
  { id }: Pick<BackupSet, 'id'>,
  purpose: Ownership['purpose'],
): Ownership {
  return { platform: environment.platform, environment: environment.id, set: id, purpose };
}
