import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';

/** API of Argo Rollouts. */
export const ROLLOUTS_API = 'argoproj.io/v1alpha1';

/** One condition of an object. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** What a Rollout and a Deployment have in common, and what the Rollout says beside. */
export interface Workload extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly spec?: { readonly containers?: readonly { name: string; image?: string }[] } };
  };
  readonly status?: {
    /** A Rollout's is text. */
    readonly observedGeneration?: string | number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly currentPodHash?: string;
    readonly stableRS?: string;
  };
}

/** What is read of a ReplicaSet. */
export interface ReplicaSet extends KubernetesObject {
  readonly spec: Workload['spec'];
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** What the kubelet says of a container. */
export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

/** Exactly one of the three. */
export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: Termination;
}

/** How a container ended. */
export interface Termination {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
  readonly signal?: number;
}

/** What is read of a pod. */
export interface Pod extends KubernetesObject {
  readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image?: string }[] };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

/** What runs of a service. */
export interface WorkloadObjects {
  readonly workload: Workload;
  readonly replicaSets: readonly ReplicaSet[];
  readonly pods: readonly Pod[];
}

/** Names the workload of a service. */
export interface WorkloadReference {
  readonly namespace: string;
  readonly service: string;
  readonly kind: 'Rollout' | 'Deployment';
}

/** Label that tells the versions of a workload apart. */
export function hashLabel(kind: WorkloadReference['kind']): string {
  return kind === 'Rollout' ? 'rollouts-pod-template-hash' : 'pod-template-hash';
}

/** Reads a service's workload with its ReplicaSets and pods; undefined when there is none. */
export async function readWorkload(
  cluster: Kubernetes,
  { namespace, service, kind }: WorkloadReference,
): Promise<WorkloadObjects | undefined> {
  const apiVersion = kind === 'Rollout' ? ROLLOUTS_API : 'apps/v1';
  const labelSelector = `app.kubernetes.io/name=${service},app.kubernetes.io/instance=${service}`;
  const [workload, replicaSets, pods] = await Promise.all([
    cluster.get<Workload>({ apiVersion, kind, namespace, name: service }),
    cluster.list<ReplicaSet>({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, labelSelector }),
    cluster.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }),
  ]);
  if (!workload) return undefined;
  const owned = replicaSets.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === workload.metadata.uid),
  );
  // Pods of a workload of the other kind, which this one replaces, have the same names and labels otherwise.
  const label = hashLabel(kind);
  const hashes = new Set(owned.map(({ metadata }) => metadata.labels?.[label]));
  const living = pods.filter(({ metadata }) => !metadata.deletionTimestamp && hashes.has(metadata.labels?.[label]));
  return { workload, replicaSets: owned, pods: living };
}

/** Whether a pod takes work. */
export function isReady({ status }: Pod): boolean {
  return Boolean(status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'));
}
