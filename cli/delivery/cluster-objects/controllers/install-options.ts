import type { Outputs } from '../../../../stacks/controller-context.js';
import type { Helm } from '../../../adapters/helm/index.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import type { Progress } from '../../../kernel/progress.js';

/** How long an installation waits for others, in milliseconds. */
export interface ControllerTimes {
  /** For the first answer of a chart repository. */
  readonly probeMs: number;
  /** Between two looks at pods. */
  readonly pollMs: number;
  /** How long a reason that won't go away by itself may last. */
  readonly graceMs: number;
  /** For all pods of a controller to be ready. */
  readonly healthyMs: number;
  /** Life of the lock of a release without a sign of its holder. */
  readonly leaseMs: number;
}

export const CONTROLLER_TIMES: ControllerTimes = {
  probeMs: 5_000,
  pollMs: 1_000,
  graceMs: 20_000,
  healthyMs: 300_000,
  leaseMs: 30_000,
};

/** What an installation of controllers can be told. */
export interface InstallControllersOptions {
  readonly cluster: Kubernetes;
  /** @default the program of this machine, when a chart is installed */
  readonly helm?: Helm;
  readonly progress: Progress;
  readonly outputs: Outputs;
  /** Ids of the only ones to install. @default all that the environment has */
  readonly only?: readonly string[];
  readonly signal?: AbortSignal;
  /** @default CONTROLLER_TIMES */
  readonly times?: Partial<ControllerTimes>;
}
