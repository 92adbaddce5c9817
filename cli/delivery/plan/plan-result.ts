import type { AttributeChange } from '../../kernel/diff/attribute-diff.js';
import type { ChangeCounts } from '../../kernel/diff/change-counts.js';
import type { ReportedError } from '../../kernel/reported-error.js';
import type { DeletionGuard, Loss } from '../losses/loss.js';

export type { ChangeCounts };

/** What Terraform will do with one resource. `forget` leaves it in the cloud and drops it from the state. */
export type ChangeAction = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'import' | 'move';

/** One resource that a plan touches, or that was changed from outside. */
export interface ResourceChange {
  /** Terraform address: `aws_vpc.vpc`. */
  readonly address: string;
  readonly type: string;
  readonly action: ChangeAction;
  /** What differs; empty for a create or delete. */
  readonly attributes: readonly AttributeChange[];
  /** Why Terraform replaces or deletes it, in words. @default not said by Terraform */
  readonly reason?: string;
}

/** An output whose value will differ. */
export interface OutputChange {
  readonly name: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly before?: unknown;
  readonly after?: unknown;
  readonly unknown: boolean;
  readonly sensitive: boolean;
}

/**
 * - `unchanged`: nothing to do,
 * - `changed`: a saved plan is ready,
 * - `deferred`: can only be planned after an upstream stack was applied,
 * - `failed`: planning failed, see `error`.
 */
export type StackPlanStatus = 'unchanged' | 'changed' | 'deferred' | 'failed';

/** The plan of one stack. */
export interface StackPlan extends ChangeCounts {
  readonly id: string;
  readonly status: StackPlanStatus;
  readonly changes: readonly ResourceChange[];
  /** What was changed outside of Terraform since the last apply. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Data that applying it would lose. @default none: not looked for in plans that were saved before there were losses */
  readonly losses?: readonly Loss[];
  /** What its apply would stop at, half way. @default nothing */
  readonly guards?: readonly DeletionGuard[];
  /** Resources declared in the stack. */
  readonly resources: number;
  /** Why it is deferred, in words. @default set for `deferred` only */
  readonly reason?: string;
  /** @default set for `failed` only */
  readonly error?: ReportedError;
  /** Recognized as unchanged without starting Terraform. */
  readonly cached: boolean;
  readonly durationMs: number;
}

/** What a plan or a destroy preview gives. */
export interface PlanResult {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** Short hash; `deploy --plan <id>` applies exactly this plan. */
  readonly planId: string;
  /** In graph order. */
  readonly stacks: readonly StackPlan[];
  readonly totals: ChangeCounts & {
    readonly stacks: number;
    readonly deferred: number;
    readonly failed: number;
    readonly drift: number;
  };
  /** Whether anything would change, drifted, or is deferred: exit code 2 with `--detailed-exitcode`. */
  readonly hasChanges: boolean;
  readonly durationMs: number;
}
