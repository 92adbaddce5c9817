import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject, ObjectReference } from '../../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type Workload } from '../../workloads/workload-objects.js';
import type { ReplicaRange } from './replica-range.js';

/** An autoscaler. */
export interface Autoscaler extends KubernetesObject {
  readonly spec: { readonly minReplicas?: number; readonly maxReplicas: number };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number };
}

/** What decides how many pods a service has. */
export interface ScaledObjects {
  readonly workload: Workload;
  /** @default its number is fixed */
  readonly autoscaler?: Autoscaler;
  /** As it is set now. */
  readonly range: ReplicaRange;
  /** Whose number it is: the autoscaler's, or the workload's. */
  readonly owner: KubernetesObject;
}

/** Reads them; undefined when the service has no workload that can be scaled. */
export async function readScaled(
  cluster: Kubernetes,
  namespace: string,
  service: string,
): Promise<ScaledObjects | undefined> {
  const workload = await readAnyWorkload(cluster, namespace, service);
  if (!workload) return undefined;
  const autoscaler = await cluster.get<Autoscaler>({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    namespace,
    name: service,
  });
  const { minReplicas = 1, maxReplicas = 1 } = autoscaler?.spec ?? {};
  const fixed = workload.spec.replicas ?? 1;
  return {
    workload,
    ...(autoscaler && { autoscaler }),
    range: autoscaler ? { min: minReplicas, max: maxReplicas } : { min: fixed, max: fixed },
    owner: autoscaler ?? workload,
  };
}

/** A service's Rollout, or its Deployment; undefined when it has neither. */
export async function readAnyWorkload(
  cluster: Kubernetes,
  namespace: string,
  service: string,
): Promise<Workload | undefined> {
  for (const [apiVersion, kind] of [
    [ROLLOUTS_API, 'Rollout'],
    ['apps/v1', 'Deployment'],
  ] as const) {
    if (!(await cluster.serves(apiVersion, kind))) continue;
    const found = await cluster.get<Workload>({ apiVersion, kind, namespace, name: service });
    if (found) return found;
  }
  return undefined;
}

/** The patch that gives the owner this range, with an annotation beside it. */
export function rangePatch({ autoscaler }: ScaledObjects, { max, min }: ReplicaRange, annotations: object): object {
  const spec = autoscaler ? { minReplicas: min, maxReplicas: max } : { replicas: min };
  return { metadata: { annotations }, spec };
}

/** Names an object. */
export function referenceTo({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}

/** A service that has no workload. */
export function notDeployed(environment: string, namespace: string, service: string): BacklotError {
  return new BacklotError({
    code: 'ServiceNotDeployed',
    message: `service '${service}' has neither a Rollout nor a Deployment in namespace '${namespace}'`,
    actions: [`backlot deploy ${environment} --service ${service}`],
    details: { service, namespace },
  });
}
