import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { canariesUnknown, rolloutMissing } from './canary-errors.js';
import type { CanaryReference } from './canary-status.js';
import {
  type AnalysisRun,
  type Autoscaler,
  type Pod,
  type ReplicaSet,
  ROLLOUTS_API,
  type Rollout,
  type RolloutObjects,
} from './rollout-objects.js';

/**
 * Reads the Rollout of a service and everything that belongs to it.
 *
 * @throws BacklotError `RolloutMissing`, `CanariesUnknown`.
 */
export async function readObjects(cluster: Kubernetes, reference: CanaryReference): Promise<RolloutObjects> {
  const { namespace, service } = reference;
  const rollout = await readRollout(cluster, reference);
  const labelSelector = selectorOf(rollout);
  const [replicaSets, runs, pods, scalers] = await Promise.all([
    cluster.list<ReplicaSet>({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, labelSelector }),
    cluster.list<AnalysisRun>({ apiVersion: ROLLOUTS_API, kind: 'AnalysisRun', namespace, labelSelector }),
    cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }),
    cluster.list<Autoscaler>({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace }),
  ]);
  return {
    rollout,
    replicaSets: replicaSets.filter((each) => isOwnedBy(each, rollout)),
    runs: runs.filter((each) => isOwnedBy(each, rollout)).sort(byCreation),
    pods,
    autoscaler: scalers.find(
      ({ spec }) => spec.scaleTargetRef.kind === 'Rollout' && spec.scaleTargetRef.name === service,
    ),
  };
}

/** The Rollout of a service alone. */
export async function readRollout(cluster: Kubernetes, { namespace, service }: CanaryReference): Promise<Rollout> {
  const reference = { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, name: service };
  const rollout = await cluster.get<Rollout>(reference).catch((error: unknown) => {
    throw error instanceof BacklotError && error.code === 'KindMissing' ? canariesUnknown(cluster) : error;
  });
  if (!rollout) throw await rolloutMissing(cluster, namespace, service);
  return rollout;
}

/** `app=api,part=web`: what a Rollout's ReplicaSets, pods and analyses are labelled with. */
export function selectorOf(rollout: Rollout): string {
  const labels = Object.entries(rollout.spec.selector?.matchLabels ?? {});
  return labels.map(([name, value]) => `${name}=${value}`).join(',');
}

function isOwnedBy(object: KubernetesObject, owner: KubernetesObject): boolean {
  return Boolean(object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid));
}

function byCreation(a: KubernetesObject, b: KubernetesObject): number {
  const [left = '', right = ''] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  return left.localeCompare(right) || a.metadata.name.localeCompare(b.metadata.name, 'en', { numeric: true });
}
