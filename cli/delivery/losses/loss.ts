import type { DataBearingType } from '../../../resources/index.js';

/** How much a store holds, as far as it could be counted. */
export interface Amounts {
  /** Rows of all tables, about. */
  readonly rows?: number;
  /** Objects, items, images, recovery points: what the store calls them is in {@link Loss.holds}. */
  readonly items?: number;
  readonly bytes?: number;
  /** Time of the newest, ISO 8601. */
  readonly newest?: string;
}

/** Why a plan does it: a line of the environment's file, or a change from outside. */
export interface LossCause {
  /** Path in the environment's file: `data.postgres.main.database`. @default not the file */
  readonly path?: string;
  /** Relative to the root of the project. */
  readonly file?: string;
  readonly line?: number;
  /** In words: `movies → films`, `no longer declared`. */
  readonly words: string;
}

/** What takes a thing back that was deleted or disabled, and isn't lost yet. */
export interface WayBack {
  /** What it is: `waits for deletion`, `was disabled`. */
  readonly words: string;
  /** When it is gone for good, ISO 8601. @default no date is set */
  readonly until?: string;
  /** A command of this CLI. */
  readonly command: string;
}

/** The newest backup that a restore has proven, and what it doesn't hold. */
export interface LossProof {
  readonly set: string;
  /** Time of the newest data in it, ISO 8601. */
  readonly upTo: string;
  /** Whether the proof looked at this store. */
  readonly covers: boolean;
  /** Stores that it looked at. @default not kept: a plan of an earlier version */
  readonly looked?: readonly string[];
}

/** What happens to it: `recreate` makes an empty one although the old one can be taken back; `shorten` keeps less of it. */
export type LossAction = 'delete' | 'replace' | 'recreate' | 'shorten';

/** Data that applying a plan would lose. */
export interface Loss {
  /** Its path in the environment's file: `postgres.main`, `buckets.uploads`, `keys.data`. What `--lose` names. */
  readonly name: string;
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  readonly type: DataBearingType;
  /** What AWS calls it. */
  readonly physical: string;
  readonly action: LossAction;
  /** What it was found to hold, in words; for what cannot be looked into, that; empty when it is deleted already. */
  readonly holds: string;
  /** @default nobody could count */
  readonly amounts?: Amounts;
  /** What is lost with it, in words that follow "loses". */
  readonly lost: string;
  /** @default nobody knows what forces it */
  readonly causes?: readonly LossCause[];
  /** How a last copy is made before it goes: `DB snapshot`. @default nothing brings it back */
  readonly lastCopy?: string;
  /** Its objects are deleted first, as neither AWS nor Terraform would. @default they go with it */
  readonly emptied?: boolean;
  /** @default it is gone for good */
  readonly wayBack?: WayBack;
  /** What takes it back for some days after it went, in words. @default nothing does */
  readonly undone?: string;
  /** Names of things of its kind that the same stack makes: it may be one of them under another name. @default none */
  readonly besides?: readonly string[];
  /** @default no backup was ever proven */
  readonly proof?: LossProof;
  /** Why nobody could tell what is proven, in words that follow a colon. @default it was read */
  readonly proofsUnread?: string;
}

/** Something that AWS or Terraform would refuse to delete as it is. */
export interface DeletionGuard {
  readonly stack: string;
  readonly address: string;
  /** What AWS calls it. */
  readonly physical: string;
  /** What stands in the way and what to do, in words. */
  readonly reason: string;
}
