import type { ChangeCounts } from '../plan/plan-result.js';
import type { ClusterDeployment } from '../releases/applied-cluster.js';
import type { StackDeployment } from '../releases/applied-stack.js';
import type { RecordedRelease } from '../releases/release-report.js';

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
