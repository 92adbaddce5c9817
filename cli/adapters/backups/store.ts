import type { StoreKind } from '../../../resources/index.js';

export type { StoreKind } from '../../../resources/index.js';

/** One store of an environment. */
export interface Store {
  readonly kind: StoreKind;
  /** Unique in the environment: the identifier without the prefix of the environment, such as `main`. */
  readonly name: string;
  /** What the service calls it: an identifier, a table's or bucket's name, a namespace. */
  readonly identifier: string;
  /** Where Terraform has it: `data/aws_db_instance.postgres-main_ABC`. @default not made by Terraform */
  readonly address?: string;
  /** Attributes in the state. @default none */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Attribute of a bucket among {@link Store.attributes}: the status of its versioning as it was applied. */
export const VERSIONING = 'versioning_status';

/** A resource that Terraform applied. */
export interface Applied {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How a restored store must be made to be like the one it comes from. Plain data: it is kept in the manifest. */
export type Placement = Readonly<Record<string, unknown>>;

/** A copy of a store at one time. */
export interface Snapshot {
  /** What the service calls it. */
  readonly id: string;
  readonly arn?: string;
  /** Time of the data, ISO 8601, by the service's clock. @default unknown until it is there */
  readonly takenAt?: string;
  /** @default the service doesn't tell */
  readonly sizeBytes?: number;
  /** Whether nobody without the key can read it. @default the service doesn't tell */
  readonly encrypted?: boolean;
  /** Further facts that restoring needs, such as hashes. @default none */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** How something that takes time is doing. */
export interface Look<T> {
  readonly state: 'creating' | 'available' | 'failed' | 'gone';
  /** Percent, or the service's own word. @default the service doesn't tell */
  readonly progress?: string;
  /** Why it failed. @default it didn't, or the service doesn't tell */
  readonly reason?: string;
  readonly found?: T;
}

/** Who a thing that a backup makes belongs to, as tags. */
export interface Ownership {
  readonly platform: string;
  readonly environment: string;
  /** Id of the backup set. */
  readonly set: string;
  /** What it is for. */
  readonly purpose: 'backup' | 'restore' | 'verify' | 'safety';
}

/** The environment that a thing belongs to. */
export type Owner = Pick<Ownership, 'platform' | 'environment'>;

/** An environment as the tags of its things name it. */
export function ownerOf({ platform, id }: { readonly platform: string; readonly id: string }): Owner {
  return { platform, environment: id };
}

/** Tag that names the backup set, on everything that backups make. */
export const SET_TAG = 'backlot:backup-set';

/** Tag that tells what a thing is for: `backup`, `restore`, `verify`, `safety`; `replaced` for what a restore put aside. */
export const PURPOSE_TAG = 'backlot:backup-purpose';

/** The tags of a thing. */
export function ownershipTags({ platform, environment, set, purpose }: Ownership): Record<string, string> {
  return {
    'backlot:platform': platform,
    'backlot:environment': environment,
    [SET_TAG]: set,
    [PURPOSE_TAG]: purpose,
  };
}

/** What a store is restored into. */
export interface RestoreRequest {
  readonly store: Store;
  /** The snapshot, unless the time is given and the service restores to any. */
  readonly snapshot?: Snapshot;
  /** ISO 8601. @default the time of the snapshot */
  readonly toTime?: string;
  readonly target: string;
  readonly placement: Placement;
  readonly ownership: Ownership;
  /** Let only whom `isolation` lets in reach it. @default as reachable as what it comes from */
  readonly isolation?: Placement;
  /** What is made to follow it, before it counts as restored. @default nothing */
  readonly followers?: readonly Follower[];
}

/** A store that copies another one by itself and holds nothing of its own, such as a read replica. */
export interface Follower {
  readonly identifier: string;
  /** What it is called until it takes the place of the old one. */
  readonly target: string;
  readonly placement: Placement;
}

/** How Terraform tells a thing of a service from others: the names of a resource's attributes, and their values. */
export interface Identity {
  readonly type: string;
  /** Which resource of the type it is. */
  readonly named: Readonly<Record<string, string>>;
  /** What the service chose when it made it. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** What was restored. */
export interface Restored {
  readonly identifier: string;
  /** Where it answers. @default it has no address, or not yet */
  readonly endpoint?: { readonly host: string; readonly port: number };
  /** Database, user and such. @default none */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Something that carries {@link SET_TAG}. */
export interface Tagged {
  readonly kind: StoreKind;
  readonly what: 'snapshot' | 'store';
  readonly id: string;
  readonly set: string;
  readonly purpose: string;
}

/** A window of point-in-time restore, ISO 8601. */
export interface RestorableTimes {
  readonly earliest?: string;
  readonly latest: string;
}

/** How a database is logged in to. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** One thing that was looked at in a restored store. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly passed: boolean;
  /** It counted what the store holds: the only thing that proves. @default false */
  readonly counts?: boolean;
  /** It was not looked at, and says why. @default it was */
  readonly noted?: boolean;
}

/** How many things a store holds that are no rows. */
export interface ItemCount {
  readonly items: number;
  /** How it was estimated, in words. @default it was counted */
  readonly estimate?: string;
}

/** What was counted when a store was backed up. */
export interface CountedItems extends Partial<ItemCount> {
  /** When the copy was done. @default as many */
  readonly itemsAfter?: number;
}

/** Tells what is waited for and waits a moment; false when that has lasted too long. */
export type Waiting = (what: string) => Promise<boolean>;

/** Backs up and restores stores of one kind. Every method may be called twice with the same effect as once. */
export interface StoreAdapter {
  readonly kind: StoreKind;
  /** How it is backed up, in words: `DB snapshot`. */
  readonly method: string;
  /** Reads what a restore needs to know of the living store; undefined when it is gone. */
  placement(store: Store): Promise<Placement | undefined>;
  /** Starts a snapshot of this name, or finds the one that was started. */
  start(store: Store, id: string, ownership: Ownership): Promise<Snapshot>;
  look(store: Store, snapshot: Snapshot): Promise<Look<Snapshot>>;
  /** Removes a snapshot; false when there was none. */
  remove(store: Store, snapshot: Snapshot): Promise<boolean>;
  /** When it can be restored to; undefined when only to snapshots. */
  restorableTimes(store: Store): Promise<RestorableTimes | undefined>;
  /** Longest name that a target may have. */
  readonly longestName: number;
  /** Whether something of this name is there. */
  exists(identifier: string): Promise<boolean>;
  /** Starts the restore, or finds the one that was started. */
  restore(request: RestoreRequest): Promise<void>;
  lookRestored(request: RestoreRequest): Promise<Look<Restored>>;
  /** Login of a living database that keeps its password in a secret; undefined when it has none. @default no SQL */
  readLogin?(store: Store): Promise<(Login & { readonly host: string; readonly port: number }) | undefined>;
  /** Gives a restored database a new password and tells it: nobody else knows it. @default no SQL */
  makeLogin?(identifier: string): Promise<Login>;
  /** Puts a restored store in the place of the old one, which is kept under another name. @default it cannot be renamed: the old one is removed first */
  swap?(identifier: string, target: string, retired: string): Promise<'done' | 'under-way'>;
  /** What follows the store by what was applied, named as it is while the restored one stands beside. @default nothing does */
  followers?(store: Store, applied: readonly Applied[], target: (identifier: string) => string): readonly Follower[];
  /** Who a store is for Terraform; undefined when it is gone. @default its name says all */
  identity?(identifier: string): Promise<Identity | undefined>;
  /** Sets tags of a store, and takes away those whose value is undefined. @default it has none, or they come with it */
  retag?(identifier: string, tags: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Restored in place on top of what is there, which is never removed; what that means, in words. @default it isn't */
  readonly overlays?: string;
  /** Why `verify` can't restore it in isolation, in words. @default it can */
  readonly unprovable?: string;
  /** Why nothing counts what it holds, in words. @default something does */
  readonly uncounted?: string;
  /** Counts or estimates what a living store holds; undefined where it can't. @default it can't */
  countItems?(store: Store): Promise<number | ItemCount | undefined>;
  /** Looks at what was restored. @param counted when the backup was made @default nothing but that it is there */
  checks?(request: RestoreRequest, counted: CountedItems | undefined, wait?: Waiting): Promise<readonly Check[]>;
  /** Starts removing what was restored, with no last snapshot; false when there is none. */
  removeRestored(identifier: string): Promise<boolean>;
  /** What carries the tag of backup sets of this environment. */
  tagged(owner: Owner): Promise<readonly Tagged[]>;
  /** How people reach what was restored, as commands or sentences. @default as the old one */
  reached?(identifier: string, restored: Restored): readonly string[];
  /** What people do to use the restored store instead of the old one, as commands or sentences. */
  cutOver(store: Store, target: string): readonly string[];
}
