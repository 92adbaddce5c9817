import type { ReportedError } from '../../kernel/reported-error.js';
import type { ChangeCounts } from '../plan/plan-result.js';
import type { RecordedRelease } from '../releases/record-release.js';
import type { ClusterDeployment } from './cluster-result.js';

/**
 * - `deferred`: was not part of the plan that was applied; plan again,
 * - `skipped`: an upstream stack failed, or the run was interrupted before it started,
 * - `interrupted`: Terraform was stopped while applying; what was made is in the state.
 */
export type StackDeployStatus = 'applied' | 'unchanged' | 'failed' | 'skipped' | 'deferred' | 'interrupted';

/** What happened to one stack: counts of what was really done. */
export interface StackDeployment extends ChangeCounts {
  readonly id: string;
  readonly status: StackDeployStatus;
  /** Resources in the state afterwards. */
  readonly resources: number;
  readonly durationMs: number;
  /** Why it was skipped or deferred. */
  readonly reason?: string;
  readonly error?: ReportedError;
}

/** What a deploy or a destroy gives. */
export interface DeployResult {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** In graph order (destroy: in the order of removal). */
  readonly stacks: readonly StackDeployment[];
  readonly totals: ChangeCounts & { readonly stacks: number; readonly resources: number; readonly failed: number };
  /** What was done in the cluster. @default nothing was asked for, or the stacks didn't come so far */
  readonly cluster?: ClusterDeployment;
  /**
   * `failed`: exit 1; `interrupted`: exit 130; `held`: exit 69, a canary waits for a person; `partial`: some stacks are
   * deferred, or something was skipped.
   */
  readonly outcome: 'complete' | 'partial' | 'held' | 'failed' | 'interrupted';
  /** The release that it is, or still is. @default no record was written */
  readonly release?: RecordedRelease;
  /** Next steps as commands, for an outcome that is not complete. */
  readonly actions: readonly string[];
  readonly durationMs: number;
}
