import type { StoreAdapter } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';

/**
 * Whether nothing of that name is there, or what is was made for a proof: only such is asked and deleted, whatever else has
 * the name.
 */
export async function isFreeForProof(
  { environment }: BackupSession,
  adapter: StoreAdapter,
  target: string,
): Promise<boolean> {
  if (!(await adapter.exists(target))) return true;
  const tagged = await adapter.tagged({ platform: environment.platform, environment: environment.id });
  return tagged.some(({ what, purpose, id }) => what === 'store' && purpose === 'verify' && id === target);
}
