import type { Environment } from '../../../environments/model/index.js';
import { silent } from '../../kernel/progress.js';
import { type CanaryOptions, withCanaries } from './canary-cluster.js';
import type { CanaryStatus } from './canary-status.js';
import type { CanaryVerdict } from './canary-verdict.js';
import { followCanary } from './follow-canary.js';
import { readCanary } from './read-canary.js';

/** Where the canaries of an environment stand. */
export interface CanaryOverview {
  readonly environment: string;
  /** Context of the kubeconfig. */
  readonly cluster: string;
  readonly namespace: string;
  /** By name. */
  readonly services: readonly CanaryStatus[];
  /** How each ended. @default nobody followed them */
  readonly verdicts?: readonly CanaryVerdict[];
}

/** How canaries are followed together. */
export interface FollowAllOptions extends CanaryOptions {
  readonly signal?: AbortSignal;
  /** @default 60 minutes */
  readonly timeoutMs?: number;
  /** Called with all of them whenever one has changed. @default nobody looks */
  readonly onChange?: (services: readonly CanaryStatus[]) => void;
}

/**
 * Looks at the canaries of an environment once.
 *
 * @throws BacklotError `RolloutMissing`, `CanariesUnknown`, `GroupEmpty`, `NoCluster`.
 */
export async function canaryOverview(environment: Environment, options: CanaryOptions = {}): Promise<CanaryOverview> {
  return withCanaries(environment, options, async ({ cluster, namespace, references }) => {
    const services = await Promise.all(references.map((reference) => readCanary(cluster, reference)));
    return { environment: environment.id, cluster: cluster.access.context, namespace, services };
  });
}

/** Follows canaries together until each has come to its end; what {@link followCanary} says holds for each. */
export async function followCanaries(environment: Environment, options: FollowAllOptions): Promise<CanaryOverview> {
  const { onChange, progress = silent, signal, timeoutMs } = options;
  return withCanaries(environment, options, async ({ cluster, namespace, references }) => {
    const latest = new Map<string, CanaryStatus>();
    const look = (status: CanaryStatus) => {
      latest.set(status.service, status);
      onChange?.(references.flatMap(({ service }) => latest.get(service) ?? []));
    };
    const verdicts = await Promise.all(
      references.map((reference) => followCanary(cluster, reference, { progress, signal, timeoutMs, onStatus: look })),
    );
    const services = verdicts.map(({ status }) => status);
    return { environment: environment.id, cluster: cluster.access.context, namespace, services, verdicts };
  });
}
