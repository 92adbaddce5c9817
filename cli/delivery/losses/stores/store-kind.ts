import type { Cloud } from '../../../session/cloud/index.js';
import type { Attributes } from '../../../session/outputs/stored-attributes.js';
import type { Amounts, WayBack } from '../loss.js';

/** What a store was found to hold. */
export interface Holding {
  /** In words: `3 tables, about 1,000 rows`. */
  readonly words: string;
  readonly amounts?: Amounts;
}

/** What a look into a store may ask. */
export interface LookContext {
  readonly cloud: Cloud;
  readonly attributes: Attributes;
  /** Name of the environment. */
  readonly environment: string;
  /** Whether the state of its stack has it. */
  readonly known: boolean;
  /** What `--lose` calls the store. */
  readonly name: string;
  /** Attributes of everything of a Terraform type that the states have. */
  readonly stored: (type: string) => readonly Attributes[];
  /** Other things that hold data and mention a value, such as the ARN of a key, and stay: `postgres.main`. */
  readonly mentions: (value: string) => Promise<readonly string[]>;
}

/** One kind of thing that holds data, or that data depends on. */
export interface StoreKind {
  /** What people call it: `PostgreSQL instance`. */
  readonly label: string;
  /** What it holds; undefined when it is empty, or is only a means and no store. */
  look(context: LookContext): Promise<Holding | undefined>;
  /** How a last copy is made that outlives it. @default there is no way */
  readonly lastCopy?: {
    /** `DB snapshot` */
    readonly method: string;
    /** Whether one is worth making. @default always */
    readonly applies?: (cloud: Cloud, attributes: Attributes) => boolean;
    /** Makes it under this name and waits until it is there. */
    make(cloud: Cloud, attributes: Attributes, name: string, tags: Readonly<Record<string, string>>): Promise<string>;
    readonly longestName: number;
  };
  /** What an apply would stop at, in words; undefined when nothing stands in the way. @default nothing does */
  guard?(cloud: Cloud, attributes: Attributes): Promise<string | undefined>;
  /** Deletes what it holds, where neither AWS nor Terraform would: it is only deleted empty. @default it goes with it */
  readonly empty?: {
    /** Whether it must be, by its attributes. */
    applies(attributes: Attributes): boolean;
    run(cloud: Cloud, attributes: Attributes): Promise<void>;
  };
  /** Whether it is deleted, disabled or waits for that, and can be taken back. @default there is no such state */
  wayBack?(context: LookContext): Promise<WayBack | undefined>;
  /** What takes it back for some days after we deleted it, in words. @default nothing does */
  undone?(attributes: Attributes, environment: string): string;
  /** Takes it back, where one call does. @default a command of the way back does */
  takeBack?(cloud: Cloud, attributes: Attributes): Promise<void>;
  /** Changes in place that delete some of what it holds, in words. @default none does */
  shortens?(before: Attributes, after: ReadonlyMap<string, unknown>): string | undefined;
}

/** Bytes as people write them: `1.2 GiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes > 0 ? Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1) : 0;
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

/** `1 object`, `1,204 objects`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
