import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API } from '../workloads/workload-objects.js';

interface HeldRollout extends KubernetesObject {
  readonly status?: { readonly pauseConditions?: readonly { readonly reason: string }[] };
}

/**
 * Lets go of a version that was held because its analysis couldn't decide, once another one is declared. Argo Rollouts halts
 * all replica counts while it holds: if the autoscaler moved meanwhile, it would never get to look at the new version.
 *
 * @returns whether something was held.
 */
export async function releaseHold(
  cluster: Kubernetes,
  { namespace, service, kind }: { readonly namespace: string; readonly service: string; readonly kind: string },
): Promise<boolean> {
  if (kind !== 'Rollout') return false;
  const reference = { apiVersion: ROLLOUTS_API, kind, namespace, name: service };
  const rollout = await cluster.get<HeldRollout>(reference);
  const held = rollout?.status?.pauseConditions?.some(({ reason }) => reason === 'InconclusiveAnalysisRun') ?? false;
  if (!held) return false;
  await cluster.patch(
    reference,
    { status: { pauseConditions: null } },
    { subresource: 'status', fieldManager: 'backlot-canary' },
  );
  return true;
}
