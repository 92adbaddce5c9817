import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type Follower, type Store, type StoreAdapter, targetName } from '../../adapters/backups/index.js';
import type { BackupSession } from './backup-session.js';
import type { BackupSet, StoreBackup } from './backup-set.js';
import { chooseStores } from './choose-stores.js';
import { ownershipOf } from './ownership-of.js';
import { assertTime } from './restorable-time.js';
import { assertRestorable } from './restore-store.js';
import { storeOf } from './verify-backup.js';

/** One restore, before it is made. */
export interface PlannedRestore {
  readonly store: string;
  readonly kind: string;
  readonly from: string;
  /** What the restored one is called. */
  readonly target: string;
  /** What becomes of the old one. @default nothing */
  readonly replaces?: string;
}

/** The same with what it is done with. */
export interface PlannedStore extends PlannedRestore {
  readonly adapter: StoreAdapter;
  readonly backup: StoreBackup;
  readonly living: Store;
  /** What follows the store, and is put in place with it. */
  readonly followers: readonly Follower[];
}

/** Which restores are wanted. */
export interface RestoreWish {
  /** @default all that have a copy */
  readonly stores?: readonly string[];
  readonly toTime?: string;
  readonly inPlace?: boolean;
}

/** Looks at a set and says what would be restored, and to where. @throws BacklotError `NothingToRestore`, `UnknownStore`, `NoPointInTime` */
export async function planRestores(
  session: BackupSession,
  set: BackupSet,
  options: RestoreWish,
): Promise<PlannedStore[]> {
  const { adapters, environment } = session;
  const copied = set.stores.filter(({ status }) => status === 'available');
  if (copied.length === 0 || set.state === 'pruned') {
    throw new BacklotError({
      code: 'NothingToRestore',
      message: `backup set '${set.id}' is ${set.state}: it has no copy`,
      exitCode: 3,
      actions: [`backlot backups list ${environment.id}`],
    });
  }
  const chosen = chooseStores(copied, options.stores, environment);
  return Promise.all(
    chosen.map(async (backup): Promise<PlannedStore> => {
      const adapter = adapters.get(backup.kind);
      if (!adapter) throw new Error(`no adapter for ${backup.kind}`);
      const living = await storeOf(session, backup);
      if (options.toTime) await assertTime(session, adapter, living, options.toTime);
      // One that was restored beside may have been written to since: what is put in place is made for it.
      const suffix = options.inPlace ? '-swap-' : '-restored-';
      const named = (identifier: string) => targetName(identifier, `${suffix}${set.id}`, adapter.longestName);
      const beside = named(backup.identifier);
      const applied = options.inPlace && adapter.followers ? await session.resources() : [];
      const followers = adapter.followers?.(living, applied, named) ?? [];
      const target = options.inPlace && !adapter.swap ? backup.identifier : beside;
      const { snapshot } = backup;
      const ownership = ownershipOf(session, set, 'restore');
      await assertRestorable(session, adapter, { store: living, snapshot, toTime: options.toTime, target, ownership });
      const from = options.toTime ? `${backup.identifier} at ${options.toTime}` : (backup.snapshot?.id ?? '');
      const replaces = options.inPlace ? await fate(adapter, backup, followers) : undefined;
      const shown = { store: backup.name, kind: backup.kind, from, target };
      return { ...shown, ...(replaces ? { replaces } : {}), adapter, backup, living, followers };
    }),
  );
}

/** What becomes of what is replaced, in words. */
async function fate(adapter: StoreAdapter, { identifier }: StoreBackup, followers: readonly Follower[]) {
  const names = followers.map((each) => each.identifier).join(', ');
  if (!(await adapter.exists(identifier))) return `it is gone already${names && `; ${names}: made anew`}`;
  if (adapter.swap) return `it is kept as ${identifier}-before-<safety backup>${names && `; so is ${names}`}`;
  return adapter.overlays ?? 'it is removed first';
}
