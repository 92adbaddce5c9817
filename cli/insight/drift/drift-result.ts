import type { Addition, NotChecked } from '../../delivery/additions/addition.js';
import type { ReportedError } from '../../kernel/reported-error.js';

export type { Severity } from '../../../resources/severity.js';
export type { Addition, NotChecked } from '../../delivery/additions/addition.js';

/**
 * - `code`: the declaration was changed since it was last applied; a deploy does it,
 * - `outside`: somebody changed the world; a deploy, or `--revert`, sets it right,
 * - `noise`: a difference without a change in meaning, or one that a deploy leaves alone.
 */
export type DriftKind = 'code' | 'outside' | 'noise';

/** One attribute that is not what it was. Both values are undefined when they are withheld. */
export interface DriftedAttribute {
  /** As in HCL: `tags.owner`; empty for the resource as a whole. */
  readonly path: string;
  readonly kind: DriftKind;
  /** What was applied last. */
  readonly before?: unknown;
  /** `code`: what is declared now; `outside` and `noise`: what the world holds. */
  readonly after?: unknown;
  /** The value is withheld. */
  readonly sensitive: boolean;
  /** The new value is only known after the apply. */
  readonly unknown: boolean;
  /** Why it counts as noise, or what is odd about it. @default nothing to say */
  readonly reason?: string;
}

/** Who changed a resource, as far as that is on record. */
export interface DriftAuthor {
  /** User, role session or field manager. */
  readonly who: string;
  /** ISO 8601. */
  readonly at: string;
  /** What was called: `PutBucketVersioning`, `Update`. */
  readonly action: string;
  /** Address that it came from. @default not recorded */
  readonly source?: string;
}

/** One resource or object that differs. */
export interface DriftedResource {
  /** Terraform address, or `Deployment/streaming/api`. */
  readonly address: string;
  readonly type: string;
  /** Stack, or `baseline`, or `service:api`. */
  readonly owner: string;
  /** `changed`: attributes differ; `missing`: declared or applied, and not there; `extra`: there, and declared no more. */
  readonly change: 'changed' | 'missing' | 'extra';
  /** The gravest of its attributes: outside before code before noise. */
  readonly kind: DriftKind;
  readonly attributes: readonly DriftedAttribute[];
  /** Physical name, for the trail and for people. @default not known */
  readonly physicalId?: string;
  /** Who did it, newest first. @default nobody is on record, see {@link trail} */
  readonly authors?: readonly DriftAuthor[];
  /** Why nobody is named: `no trail: …`. @default somebody is named, or it is no outside change */
  readonly trail?: string;
}

/** What is known of one stack, or of one part of the cluster. */
export interface DriftOwner {
  /** Stack, `baseline`, or `service:api`. */
  readonly id: string;
  /** `clean`: nobody changed it outside; `unknown`: it could not be looked at, see `reason`. */
  readonly status: 'clean' | 'drifted' | 'unknown';
  readonly resources: readonly DriftedResource[];
  readonly code: number;
  readonly outside: number;
  readonly noise: number;
  /** Why it isn't known, or what is odd about it. @default nothing */
  readonly reason?: string;
  readonly error?: ReportedError;
  /** When its configuration was last applied, ISO 8601. @default not on record */
  readonly appliedAt?: string;
  readonly durationMs: number;
}

/** A resource that carries the environment's tags and is in no state. */
export interface StrayResource {
  readonly arn: string;
  readonly type: string;
  /** @default not known */
  readonly name?: string;
  /** Left by a restore or a proof of ours: from which set, what for, and the command that removes it. @default it wasn't */
  readonly restored?: {
    readonly set: string;
    readonly purpose: string;
    readonly remove: string;
    /** What it holds, in words. @default nobody could look into it */
    readonly holds?: string;
  };
}

/** Drift of an environment. Counts are of resources: one with attributes of several kinds counts once for each. */
export interface DriftResult {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** ISO 8601. */
  readonly at: string;
  readonly owners: readonly DriftOwner[];
  readonly strays: readonly StrayResource[];
  /** What is attached beside what the stacks made, or was put into the cluster; the severe first. */
  readonly additions: readonly Addition[];
  /** What can be attached and could not be asked for. */
  readonly notChecked: readonly NotChecked[];
  readonly totals: {
    readonly code: number;
    readonly outside: number;
    readonly noise: number;
    /** Owners that could not be looked at. */
    readonly unknown: number;
    readonly strays: number;
    readonly additions: number;
    /** Questions without an answer. */
    readonly notChecked: number;
  };
  /**
   * Whether the world is another than it was left: exit code 2 with `--detailed-exitcode`. What is declared and not applied
   * yet is a plan, and no drift.
   */
  readonly hasDrift: boolean;
  /** Taken from the last look instead of made now. */
  readonly cached: boolean;
  readonly durationMs: number;
}

/** What reverting an outside change does, and did. */
export interface RevertResult {
  readonly environment: string;
  /** What was set back, by owner. */
  readonly reverted: readonly { readonly owner: string; readonly addresses: readonly string[] }[];
  /** What could not be set back, and why. */
  readonly refused: readonly { readonly owner: string; readonly address: string; readonly reason: string }[];
  /** What is still there afterwards. */
  readonly drift: DriftResult;
  /** @default all went well */
  readonly error?: ReportedError;
}

/** An edit of the environment's file that makes the declaration follow the world. */
export interface AdoptedEdit {
  /** Relative to the root: `environments/dev.yaml`. */
  readonly file: string;
  /** `data.postgres.main.instanceClass`. */
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The attributes that it explains. */
  readonly adopts: readonly { readonly owner: string; readonly address: string; readonly path: string }[];
}

/** What adopting found. */
export interface AdoptResult {
  readonly environment: string;
  readonly edits: readonly AdoptedEdit[];
  /** What can't be said in the file, and why. */
  readonly refused: readonly {
    readonly owner: string;
    readonly address: string;
    readonly path: string;
    readonly reason: string;
  }[];
  /** The edit as a unified diff. */
  readonly diff: string;
  /** Whether the file was written. */
  readonly written: boolean;
  /** What was found before. */
  readonly drift: DriftResult;
}
