import type { ChangeCounts } from '../../kernel/diff/change-counts.js';
import type { ReportedError } from '../../kernel/reported-error.js';

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
