import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API } from './rollout-objects.js';

/** Why there is no Rollout of that name: the cluster has no Argo Rollouts, or other services. */
export async function rolloutMissing(cluster: Kubernetes, namespace: string, service: string): Promise<BacklotError> {
  if (!(await cluster.serves(ROLLOUTS_API, 'Rollout'))) return canariesUnknown(cluster);
  const known = await cluster.list({ apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace });
  const names = known.map(({ metadata }) => metadata.name).sort();
  const there = names.length > 0 ? `there are: ${names.join(', ')}` : 'there is none at all';
  return new BacklotError({
    code: 'RolloutMissing',
    actions: ['backlot canary status <environment>'],
    message: `service '${service}' has no Rollout in namespace '${namespace}' of ${cluster.access.context}; ${there}`,
    exitCode: 3,
    details: { service, namespace, known: names },
  });
}

/** The cluster doesn't know Rollouts. */
export function canariesUnknown(cluster: Kubernetes): BacklotError {
  return new BacklotError({
    code: 'CanariesUnknown',
    message: `the cluster ${cluster.access.context} (${cluster.access.server}) doesn't know Rollouts: Argo Rollouts is not installed there`,
    source: 'platform',
    actions: ['backlot doctor'],
  });
}
