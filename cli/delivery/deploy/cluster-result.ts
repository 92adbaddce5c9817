import type { ReportedError } from '../../kernel/reported-error.js';
import type { ClusterDeployment } from '../releases/applied-cluster.js';

/**
 * How the cluster's part ended: `held` when a canary waits for a person, `partial` when something was skipped or is still
 * being judged and was not waited for.
 */
export type ClusterOutcome = 'complete' | 'partial' | 'held' | 'failed' | 'interrupted';

/** The worst of all that happened. */
export function clusterOutcome(deployment: ClusterDeployment): ClusterOutcome {
  const { controllers = [], error, services = [] } = deployment;
  if (error) return error.code === 'Interrupted' ? 'interrupted' : 'failed';
  const some = (...statuses: string[]) => services.some(({ status }) => statuses.includes(status));
  if (services.some((each) => each.error?.code === 'Interrupted')) return 'interrupted';
  if (some('failed', 'aborted') || controllers.some(({ status }) => status === 'failed')) return 'failed';
  if (some('held')) return 'held';
  return some('skipped') ? 'partial' : 'complete';
}

/** The first error of all that happened. */
export function clusterError(deployment: ClusterDeployment): ReportedError | undefined {
  const { controllers = [], error, services = [] } = deployment;
  return error ?? [...controllers, ...services].find((each) => each.error)?.error;
}
