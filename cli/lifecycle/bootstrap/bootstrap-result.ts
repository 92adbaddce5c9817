import type { ReportedError } from '../../kernel/reported-error.js';

/** What became of a thing: made now, there already, brought into order, taken over from outside the state; or nobody could look. */
export type ThingStatus = 'created' | 'exists' | 'changed' | 'adopted' | 'shared' | 'unchecked';

/** What will become of it. */
export type ThingWish = 'create' | 'keep' | 'change' | 'adopt' | 'share';

/** One thing that every other command needs. */
export interface BootstrapThing<Fate = ThingStatus> {
  /** Type in words, such as `s3 bucket policy`. */
  readonly kind: string;
  /** What AWS calls it; the Terraform address before it exists. */
  readonly name: string;
  readonly status: Fate;
  /** What a person should know of it. @default nothing */
  readonly note?: string;
}

/** What will be done, before it is. */
export interface BootstrapPreview {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly things: readonly BootstrapThing<ThingWish>[];
  /** Terraform would also delete or replace these. @default none, as a bootstrap only adds */
  readonly deletes: readonly string[];
}

/** A policy as IAM has it. */
export interface PolicyJson {
  readonly Version: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** A role of the pipeline and what it may do. */
export interface BootstrapRole {
  readonly name: string;
  readonly arn: string;
  /** By the name of the policy. */
  readonly policies: Readonly<Record<string, PolicyJson>>;
}

/** What a bootstrap did. */
export interface BootstrapResult {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly outcome: 'complete' | 'failed' | 'interrupted';
  /** Something was made, changed or taken over. */
  readonly changed: boolean;
  readonly things: readonly BootstrapThing[];
  /** The deploy role; none without `foundation.github`. @default none */
  readonly deployRole?: BootstrapRole;
  /** Why it failed. @default it did not */
  readonly error?: ReportedError;
  readonly durationMs: number;
}
