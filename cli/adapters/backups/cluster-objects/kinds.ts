import type { Kubernetes, KubernetesObject } from '../../kubernetes/index.js';

/** A kind of objects that is exported. */
export interface ExportedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const NAMESPACED: Readonly<Record<string, readonly string[]>> = {
  v1: ['ServiceAccount', 'ConfigMap', 'Service', 'PersistentVolumeClaim', 'ResourceQuota', 'LimitRange'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding'],
  'apps/v1': ['Deployment', 'StatefulSet', 'DaemonSet'],
  'batch/v1': ['CronJob'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'policy/v1': ['PodDisruptionBudget'],
  'networking.k8s.io/v1': ['NetworkPolicy', 'Ingress'],
};

const OF_THE_CLUSTER: Readonly<Record<string, readonly string[]>> = {
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['StorageClass'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding'],
  'networking.k8s.io/v1': ['IngressClass'],
  'admissionregistration.k8s.io/v1': [
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
  ],
};

interface Definition extends KubernetesObject {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  };
}

/**
 * The kinds that an export looks at: those that every cluster has and people write, and all that its definitions add.
 * Jobs are not among them: what ran once must not run again because it was restored. Secrets neither: they are only named.
 */
export async function exportedKinds(cluster: Kubernetes): Promise<ExportedKind[]> {
  const builtIn = [...listed(NAMESPACED, true), ...listed(OF_THE_CLUSTER, false)];
  const served = await Promise.all(builtIn.map(({ apiVersion, kind }) => cluster.serves(apiVersion, kind)));
  const definitions = await cluster.list<Definition>({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  });
  const added = definitions.flatMap(({ spec: { group, names, scope, versions } }): ExportedKind[] => {
    const version = versions.find(({ storage, served: is }) => storage && is) ?? versions.find(({ served: is }) => is);
    if (!version) return [];
    return [{ apiVersion: `${group}/${version.name}`, kind: names.kind, namespaced: scope === 'Namespaced' }];
  });
  return [...builtIn.filter((_, at) => served[at]), ...added];
}

function listed(kinds: Readonly<Record<string, readonly string[]>>, namespaced: boolean): ExportedKind[] {
  return Object.entries(kinds).flatMap(([apiVersion, names]) =>
    names.map((kind) => ({ apiVersion, kind, namespaced })),
  );
}

/** What others need comes first; what lets traffic in comes last. */
const ORDER = [
  ...['Namespace', 'CustomResourceDefinition', 'PriorityClass', 'StorageClass', 'ResourceQuota', 'LimitRange'],
  ...['ServiceAccount', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding', 'NetworkPolicy', 'ConfigMap'],
  ...['PersistentVolumeClaim', 'Service', 'AnalysisTemplate', 'ClusterAnalysisTemplate'],
  ...['DaemonSet', 'StatefulSet', 'Deployment', 'Rollout', 'CronJob'],
];
const LAST = ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Ingress', 'HTTPRoute'];

/** Where a kind comes in a restore: smaller is earlier. */
export function restoreOrder(kind: string): number {
  const first = ORDER.indexOf(kind);
  if (first >= 0) return first;
  return ORDER.length + 1 + LAST.indexOf(kind);
}
