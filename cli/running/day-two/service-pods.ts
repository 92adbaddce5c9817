import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import {
  isReady,
  type Pod as PodObject,
  ROLLOUTS_API,
  type Workload,
} from '../../delivery/workloads/workload-objects.js';

/** Which version of a service a pod is of; `other` is neither, such as one that is going or of a job. */
export type PodVersion = 'stable' | 'canary' | 'other';

/** A pod with what operations ask of it. */
export interface Pod extends PodObject {
  readonly spec?: PodObject['spec'] & {
    readonly nodeName?: string;
    readonly initContainers?: readonly { readonly name: string }[];
  };
}

/** A pod of a service. */
export interface ServicePod {
  readonly service: string;
  readonly version: PodVersion;
  readonly pod: Pod;
}

/** What tells the versions of a service apart. */
export interface ServiceVersions {
  /** @default it has no Rollout: all pods of its Deployment are stable */
  readonly stable?: string;
  readonly current?: string;
}

const ROLLOUT_HASH = 'rollouts-pod-template-hash';
/** By which pods are known as those of a service. */
export const SERVICE_LABEL = 'app.kubernetes.io/name';
/** The annotation by which a pod names the container that is meant when nobody names one, as kubectl has it. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Reads which version is stable, and which is new. */
export async function versionsOf(cluster: Kubernetes, namespace: string, service: string): Promise<ServiceVersions> {
  if (!(await cluster.serves(ROLLOUTS_API, 'Rollout'))) return {};
  const rollout = await cluster.get<Workload>({ apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, name: service });
  return { stable: rollout?.status?.stableRS, current: rollout?.status?.currentPodHash };
}

/** The version that a pod is of. */
export function versionOf({ metadata }: Pod, { stable, current }: ServiceVersions): PodVersion {
  const hash = metadata.labels?.[ROLLOUT_HASH];
  if (hash === undefined) return metadata.labels?.['pod-template-hash'] ? 'stable' : 'other';
  if (stable === undefined || stable === '') return 'stable';
  if (hash === stable) return 'stable';
  return hash === current ? 'canary' : 'other';
}

/** All pods of the services, by service and name. */
export async function podsOf(
  cluster: Kubernetes,
  namespace: string,
  services: readonly string[],
): Promise<ServicePod[]> {
  const each = await Promise.all(
    services.map(async (service) => {
      const labelSelector = `${SERVICE_LABEL}=${service}`;
      const [versions, pods] = await Promise.all([
        versionsOf(cluster, namespace, service),
        cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }),
      ]);
      const sorted = [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      return sorted.map((pod) => ({ service, pod, version: versionOf(pod, versions) }));
    }),
  );
  return each.flat();
}

/** The container that is meant when nobody names one: the pod's own word, that named like the service, the first. */
export function mainContainer({ metadata, spec }: Pod, service: string): string {
  const names = containersOf({ spec } as Pod);
  const named = metadata.annotations?.[DEFAULT_CONTAINER];
  if (named && names.includes(named)) return named;
  return names.includes(service) ? service : (names[0] ?? service);
}

/** Names of a pod's containers, those that only start it up last. */
export function containersOf({ spec }: Pod): string[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ name }) => name);
}

/** Whether a pod takes requests and isn't going. */
export function serves(pod: Pod): boolean {
  return isReady(pod) && !pod.metadata.deletionTimestamp;
}

/** Whether a node only plays one: kwok keeps its pods, which have no containers. */
export async function isSimulated(cluster: Kubernetes, pods: readonly Pod[]): Promise<boolean> {
  const name = pods.find(({ spec }) => spec?.nodeName)?.spec?.nodeName;
  if (!name) return false;
  const node = await cluster.get({ apiVersion: 'v1', kind: 'Node', name });
  return node?.metadata.annotations?.['kwok.x-k8s.io/node'] === 'fake';
}
