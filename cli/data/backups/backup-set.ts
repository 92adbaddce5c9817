import type { Placement, Snapshot, StoreKind } from '../../adapters/backups/store.js';

/** How a set is: `creating` until its run ends, `partial` when a store has no copy, `pruned` when its copies were removed. */
export type BackupSetState = 'creating' | 'complete' | 'partial' | 'failed' | 'pruned';

/** What a table held when the backup was made. */
export interface RecordedTable {
  /** As SQL reads it: `public.films`, `public."films.2024"`. */
  readonly table: string;
  /** Database that it is in. @default the store's own */
  readonly database?: string;
  /** Just before the copy was started. */
  readonly rows: number;
  /** Just after it was done. @default as many */
  readonly rowsAfter?: number;
  /** Fewest rows that a copy may have, by what was removed meanwhile. @default the smaller of the two */
  readonly least?: number;
  /** Most rows that a copy may have, by what was added meanwhile. @default the larger of the two */
  readonly most?: number;
  /** MD5 over all rows as text, of the sample where there is one. @default too large, or it changed meanwhile */
  readonly checksum?: string;
  /** Percent of its pages that were read: `rows` is an estimate. @default all were */
  readonly sampled?: number;
  /** PostgreSQL empties it in every copy. @default false */
  readonly unlogged?: boolean;
  /** It came or went while the copy was made, which may have it or not. @default it was there all the time */
  readonly meanwhile?: 'made' | 'dropped';
  /** Rows ever written and removed: what changes while the copy is made. @default the copy is done */
  readonly written?: { readonly inserted: number; readonly deleted: number };
}

/** Something in a store that nobody could look into. */
export interface UnreadPart {
  /** @default the store's own */
  readonly database?: string;
  /** As SQL reads it. @default all of the database */
  readonly table?: string;
  /** In the server's words, and what would mend it. */
  readonly why: string;
  /** Extension of the database that it is a part of. @default it is the owner's */
  readonly extension?: string;
}

/** What a store held when the backup was made: what a proof compares with. */
export interface RecordedContents {
  /** ISO 8601, by the server's clock. */
  readonly at: string;
  /** @default it has none, or could not be connected to */
  readonly tables?: readonly RecordedTable[];
  /** Database that tables are in which don't say. @default unknown, an earlier version made it */
  readonly database?: string;
  /** Databases that were looked into. @default only the store's own: an earlier version looked no further */
  readonly databases?: readonly string[];
  /** What couldn't be looked into. @default nothing, or an earlier version left it out without a word */
  readonly unread?: readonly UnreadPart[];
  /** Tables whose rows other servers keep. @default none */
  readonly elsewhere?: readonly string[];
  /** Things that are no rows: objects of a bucket, items of a table, objects of a cluster. @default none */
  readonly items?: number;
  /** Items when the copy was done. @default as many */
  readonly itemsAfter?: number;
  /** How items were estimated, in words. @default they were counted */
  readonly estimate?: string;
  /** Why nothing is recorded. @default something is */
  readonly note?: string;
}

/** One store in a set. */
export interface StoreBackup {
  readonly name: string;
  readonly kind: StoreKind;
  readonly identifier: string;
  /** `data/aws_db_instance.main`. @default not made by Terraform */
  readonly address?: string;
  readonly method: string;
  readonly status: 'pending' | 'creating' | 'available' | 'failed' | 'skipped';
  readonly snapshot?: Snapshot;
  /** What a restore needs to know, also when the store is gone by then. */
  readonly placement?: Placement;
  readonly contents?: RecordedContents;
  /** Why it failed or was skipped. @default it wasn't */
  readonly reason?: string;
}

/** One backup of an environment: everything that was copied at one time, under one id. */
export interface BackupSet {
  /** Sorts by time: `20261121t101717-3f9a`. */
  readonly id: string;
  readonly platform: string;
  readonly environment: string;
  readonly state: BackupSetState;
  /** ISO 8601, by the cloud's clock. */
  readonly startedAt: string;
  /** @default not yet */
  readonly finishedAt?: string;
  /** `user@host` */
  readonly who: string;
  /** `safety` sets are taken before something is restored in place. @default asked for by a person or a schedule */
  readonly purpose?: 'safety';
  /** The set before it and the seal that it had: so that a change of an earlier manifest shows. @default the first */
  readonly previous?: { readonly id: string; readonly seal: string };
  readonly stores: readonly StoreBackup[];
  /** Seal that the next set names, before it was resumed or pruned. @default it wasn't */
  readonly sealBefore?: string;
}

/** The id of a set that starts now. @param entropy four characters that keep two sets of one second apart */
export function backupSetId(now: Date, entropy: string): string {
  const digits = now.toISOString().replace(/[-:]/g, '').toLowerCase();
  return `${digits.slice(0, 15)}-${entropy}`;
}

/** Whether a text is the id of a set. */
export function isBackupSetId(text: string): boolean {
  return /^\d{8}t\d{6}-[0-9a-f]{4}$/.test(text);
}

/** Bytes of all copies whose service tells. */
export function sizeOf({ stores }: BackupSet): number {
  return stores.reduce((sum, { snapshot }) => sum + (snapshot?.sizeBytes ?? 0), 0);
}

/** Time of the oldest copy: what is newer than this is lost when the set is restored. */
export function takenAt(set: BackupSet): string {
  const times = set.stores.flatMap(({ snapshot }) => snapshot?.takenAt ?? []);
  return times.sort()[0] ?? set.startedAt;
}

/** How a set ended: skipped stores have nothing to copy. */
export function outcomeOf(stores: readonly StoreBackup[]): BackupSetState {
  const wanted = stores.filter(({ status }) => status !== 'skipped');
  const there = wanted.filter(({ status }) => status === 'available');
  if (there.length === 0) return 'failed';
  return there.length === wanted.length ? 'complete' : 'partial';
}
