import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { Progress } from '../progress.js';
import type { CanaryReference, CanaryStatus } from './canary-status.js';
import type { CanaryVerdict } from './canary-verdict.js';

/** How a canary is followed. */
export interface FollowOptions {
  readonly progress: Progress;
  /** Ends the following, not the canary: the outcome is `interrupted`. @default never */
  readonly signal?: AbortSignal;
  /** @default 60 minutes */
  readonly timeoutMs?: number;
  /** Id of the step that the canary is shown below. @default a step of the top level */
  readonly parent?: string;
  /** Called with everything that is seen, for a live picture. @default nobody looks */
  readonly onStatus?: (status: CanaryStatus) => void;
}

export declare function followCanary(
  cluster: Kubernetes,
  reference: CanaryReference,
  options: FollowOptions,
): Promise<CanaryVerdict>;
