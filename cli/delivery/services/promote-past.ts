import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type WorkloadReference } from '../workloads/workload-objects.js';
import type { WorkloadState } from './health/workload-state.js';

/**
 * Gives all traffic to a healthy new version past the steps of its canary, in two cases: no pod of the version before is
 * ready, as after a first install that never came up, so that there is nothing to protect and nothing to compare with, and
 * the part of the traffic that the old version keeps would be lost; or `skipSteps` says that it has proven itself before.
 *
 * @returns what was done, in words; false when the steps are to be gone.
 */
export async function promotePast(
  cluster: Kubernetes,
  { namespace, service, kind }: WorkloadReference,
  state: WorkloadState | undefined,
  skipSteps: boolean,
): Promise<string | false> {
  if (kind !== 'Rollout' || !state?.canary) return false;
  const orphan = state.pods.ready === 0;
  if (!orphan && !skipSteps) return false;
  const reference = { apiVersion: ROLLOUTS_API, kind, namespace, name: service };
  await cluster.patch(
    reference,
    { status: { promoteFull: true } },
    { subresource: 'status', fieldManager: 'backlot-canary' },
  );
  return orphan
    ? 'no pod of the version before was ready: the new one gets all traffic without a canary'
    : 'it has served before, inside the rollback window: it gets all traffic without a canary';
}
