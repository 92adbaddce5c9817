import { snapshotName } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import { type BackupSet, outcomeOf, type StoreBackup } from './backup-set.js';
import { type CatalogEntry, isSound } from './catalog.js';
import { ownershipOf } from './ownership-of.js';

/**
 * Marks sets whose run was cut off: nobody else holds the lock, so nobody works on them. What is whole by now is kept.
 */
export async function settleCutOff(session: BackupSession, entries: readonly CatalogEntry[]): Promise<void> {
  for (const entry of entries.filter(isSound).filter(({ set }) => set.state === 'creating')) {
    const stores = await Promise.all(entry.set.stores.map((store) => settle(session, entry.set, store)));
    const state = outcomeOf(stores);
    const finishedAt = session.clients.now().toISOString();
    await session.catalog.replace(entry, { ...entry.set, stores, state, finishedAt });
    session.tell(`the run of backup set ${entry.id} was cut off: it is ${state} now`, 'warning');
  }
}

async function settle(session: BackupSession, set: BackupSet, store: StoreBackup): Promise<StoreBackup> {
  if (store.status !== 'creating' && store.status !== 'pending') return store;
  const adapter = session.adapters.get(store.kind);
  // It may have been started without being written down; its name is known all the same.
  const snapshot = store.snapshot ?? { id: snapshotName(store, ownershipOf(session, set, 'backup')) };
  const look = await adapter?.look(store, snapshot);
  if (look?.state === 'available') return { ...store, status: 'available', snapshot: { ...snapshot, ...look.found } };
  if (look && look.state !== 'gone') return { ...store, snapshot, status: 'failed', reason: CUT_OFF };
  return { ...store, status: 'failed', reason: CUT_OFF };
}

const CUT_OFF = 'the run was cut off before the copy was whole';
