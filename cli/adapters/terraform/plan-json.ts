import type { ChangedSides } from '../../kernel/diff/attribute-diff.js';

/** A change of one value in `terraform show -json`. */
export interface ChangeJson extends ChangedSides {
  /** `["create"]`, `["delete","create"]`, … */
  readonly actions: readonly string[];
  readonly importing?: { readonly id?: string };
}

/** A resource in `terraform show -json`. */
export interface ResourceChangeJson {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode?: 'managed' | 'data';
  readonly type: string;
  readonly change: ChangeJson;
  readonly action_reason?: string;
}

/** The parts of `terraform show -json <plan>` that we read; it holds secrets, so it is never logged or kept. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChangeJson[];
  readonly resource_drift?: readonly ResourceChangeJson[];
  /** What the state holds, refreshed. */
  readonly prior_state?: {
    readonly values?: {
      readonly root_module?: {
        readonly resources?: readonly {
          readonly address: string;
          readonly type: string;
          readonly values?: Readonly<Record<string, unknown>>;
        }[];
      };
    };
  };
  readonly output_changes?: Readonly<Record<string, ChangeJson>>;
}
