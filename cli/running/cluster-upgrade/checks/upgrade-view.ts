import type { KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';
import type { Workload } from '../../../delivery/workloads/workload-objects.js';
import type { Node, NodeRoom, PodSpec } from '../../day-two/scale/capacity.js';
import type { DisruptionBudget } from '../../day-two/scale/disruption-budget.js';
import type { AddonOffer, AddonState, NodeGroupState, UpgradeInsight } from '../eks-view.js';
import type { InstalledRelease } from '../helm-manifests.js';

/** A pod with what stands in the way of a drain. */
export interface DrainedPod extends KubernetesObject {
  readonly spec?: PodSpec & { readonly volumes?: readonly { readonly name: string; readonly emptyDir?: object }[] };
  readonly status?: { readonly phase?: string };
}

/** Everything that the checks look at, read once. */
export interface UpgradeView {
  readonly environment: string;
  /** Minor version of the API server. */
  readonly live: string;
  readonly target: string;
  /** Minor versions that EKS offers. @default EKS doesn't say */
  readonly offered?: readonly string[];
  readonly nodes: readonly Node[];
  readonly pods: readonly DrainedPod[];
  readonly budgets: readonly DisruptionBudget[];
  readonly replicaSets: readonly Workload[];
  /** @default the cluster knows no Rollouts */
  readonly rollouts: readonly Workload[];
  readonly releases: readonly InstalledRelease[];
  /** Objects of which fields were last written by an API version that is removed: `Ingress streaming/api (v1beta1)`. */
  readonly written: readonly KubernetesObject[];
  /** The API server's `/metrics`. @default it doesn't show them */
  readonly metrics?: string;
  readonly addons: readonly (AddonState & { readonly offer?: AddonOffer; readonly pinned?: string })[];
  readonly nodeGroups: readonly NodeGroupState[];
  readonly rooms: readonly NodeRoom[];
  /** Free addresses by subnet. @default nobody can tell */
  readonly addresses?: Readonly<Record<string, number>>;
  /** @default EKS gives none */
  readonly insights?: readonly UpgradeInsight[];
}

/** `Pod streaming/api-1`. */
export function nameOf({ kind, metadata }: Pick<KubernetesObject, 'kind' | 'metadata'>): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}
