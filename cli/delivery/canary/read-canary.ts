import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { CanaryReference, CanaryStatus } from './canary-status.js';
import { deriveStatus } from './derive-status.js';
import { readObjects } from './read-objects.js';

/**
 * What the cluster's objects say of one service, whoever changed them last; nothing else is asked.
 *
 * @throws BacklotError `RolloutMissing` when the service has no Rollout, `CanariesUnknown` when the cluster has no Argo Rollouts.
 */
export async function readCanary(cluster: Kubernetes, reference: CanaryReference): Promise<CanaryStatus> {
  return deriveStatus(await readObjects(cluster, reference), reference);
}
