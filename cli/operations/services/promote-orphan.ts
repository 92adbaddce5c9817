import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type WorkloadReference } from './health/workload-objects.js';
import type { WorkloadState } from './health/workload-state.js';

/**
 * Gives all traffic to a healthy new version when no pod of the version before is ready, as after a first install that never
 * came up: there is nothing to protect and nothing to compare with, and the part of the traffic that the old version keeps
 * would be lost.
 *
 * @returns what was done, in words; false when the version before serves.
 */
export async function promoteOrphan(
  cluster: Kubernetes,
  { namespace, service, kind }: WorkloadReference,
  state: WorkloadState | undefined,
): Promise<string | false> {
  if (kind !== 'Rollout' || !state?.canary || state.pods.ready > 0) return false;
  const reference = { apiVersion: ROLLOUTS_API, kind, namespace, name: service };
  await cluster.patch(
    reference,
    { status: { promoteFull: true } },
    { subresource: 'status', fieldManager: 'backlot-canary' },
  );
  return 'no pod of the version before was ready: the new one gets all traffic without a canary';
}
