import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import type { Progress } from '../../../kernel/progress.js';

/** How the baseline is applied. */
export interface ApplyBaselineOptions {
  readonly cluster: Kubernetes;
  readonly progress: Progress;
  /** Address of Prometheus as the controller of canaries sees it. @default that of the platform's own in the cluster */
  readonly prometheus?: string;
  /** Objects to apply, in their order, such as those of an earlier release. @default what the environment says now */
  readonly objects?: readonly KubernetesObject[];
  /** Only look at what would change. @default false */
  readonly dryRun?: boolean;
  /** Take fields that another manager has set. @default false: it is an error that names the manager */
  readonly takeOver?: boolean;
  /** Ends it between two objects. @default none */
  readonly signal?: AbortSignal;
}

/** Who the fields of the baseline belong to. */
export const FIELD_MANAGER = 'backlot-baseline';
