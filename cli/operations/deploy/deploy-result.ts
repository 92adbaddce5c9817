import type { ChangeCounts, ReportedError } from '../plan/plan-result.js';

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
  /** `failed`: exit 1; `interrupted`: exit 130; `partial`: some stacks are deferred or skipped. */
  readonly outcome: 'complete' | 'partial' | 'failed' | 'interrupted';
  /** Next steps as commands, for an outcome that is not complete. */
  readonly actions: readonly string[];
  readonly durationMs: number;
}
