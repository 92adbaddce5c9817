import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import type { DriftedAttribute, DriftedResource } from '../drift-result.js';
import { addressOf, type ObjectBasis } from './object-drift.js';

/** A workload that somebody set to no pods, although its autoscaler never would. */
export interface StoppedWorkload {
  readonly basis: ObjectBasis;
  /** Pods that its autoscaler keeps at least. */
  readonly floor: number;
}

interface Scaler {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly minReplicaCount?: number;
}

/**
 * Workloads of one owner without pods whose autoscaler has a floor. Kubernetes keeps no record of who scaled an object of a
 * kind of its own, and an autoscaler is off (`ScalingDisabled`) while its target has 0 replicas: nothing brings it back.
 *
 * Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation
 */
export function stoppedWorkloads(bases: readonly ObjectBasis[]): StoppedWorkload[] {
  const scalers = bases.filter(({ wanted, live }) => live && SCALERS.has(wanted.kind)).map(({ wanted }) => wanted);
  return bases.flatMap((basis) => {
    const { wanted, live } = basis;
    const declares = (wanted.spec as { replicas?: number } | undefined)?.replicas !== undefined;
    if (declares || (live?.spec as { replicas?: number } | undefined)?.replicas !== 0) return [];
    const floor = Math.max(0, ...scalers.filter((each) => targets(each, wanted)).map(floorOf));
    return floor > 0 ? [{ basis, floor }] : [];
  });
}

const SCALERS: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

function targets({ spec, metadata }: KubernetesObject, workload: KubernetesObject): boolean {
  const { kind = 'Deployment', name } = (spec as Scaler | undefined)?.scaleTargetRef ?? {};
  const here = metadata.namespace === workload.metadata.namespace;
  return here && kind === workload.kind && name === workload.metadata.name;
}

/** An autoscaler of Kubernetes keeps one pod, one of KEDA none, unless it says otherwise. */
function floorOf({ kind, spec }: KubernetesObject): number {
  const { minReplicas = 1, minReplicaCount = 0 } = (spec ?? {}) as Scaler;
  return kind === 'ScaledObject' ? minReplicaCount : minReplicas;
}

/** Tells them beside what else differs of the same objects. */
export function withStopped(
  resources: readonly DriftedResource[],
  stopped: readonly StoppedWorkload[],
): DriftedResource[] {
  const told = new Map(resources.map((resource) => [resource.address, resource]));
  for (const { basis, floor } of stopped) {
    const address = addressOf(basis.wanted);
    const attribute: DriftedAttribute = {
      path: 'spec.replicas',
      kind: 'outside',
      before: floor,
      after: 0,
      sensitive: false,
      unknown: false,
      reason: `somebody scaled it to 0, which turns its autoscaler off (ScalingDisabled): it stays so until it is set to ${floor}`,
    };
    const known = told.get(address);
    const others = (known?.attributes ?? []).filter(({ path }) => path !== 'spec.replicas');
    told.set(address, {
      trail: 'no trail: the cluster keeps no record of who scales',
      ...known,
      address,
      type: basis.wanted.kind,
      owner: basis.owner,
      change: 'changed',
      kind: 'outside',
      attributes: [...others, attribute],
    });
  }
  return [...told.values()];
}
