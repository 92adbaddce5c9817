import pLimit from 'p-limit';
import type { Kubernetes, KubernetesObject } from '../../kubernetes/index.js';
import { exportedKinds, restoreOrder } from './kinds.js';
import { strip } from './strip.js';

/** What an export holds. */
export interface ClusterArchive {
  readonly format: 1;
  readonly namespace: string;
  /** Version of the API server: `1.35.4` */
  readonly kubernetes: string;
  /** In the order in which they are restored. */
  readonly objects: readonly KubernetesObject[];
  /** Named only: what they hold is in Secrets Manager, or is made by whatever made them. */
  readonly secrets: readonly { readonly name: string; readonly type: string }[];
  /** Records of Helm, which are left out: the objects themselves are here, and releases are in the ledger. */
  readonly helmReleases: number;
}

const READ_AT_ONCE = 6;
const MADE_BY_THE_CLUSTER: readonly string[] = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default'];

/**
 * Reads what people and tools put into a namespace, and what of the whole cluster is theirs. What a controller makes
 * again by itself (anything with an owner) is left out.
 *
 * @param owned names such as `rbac.authorization.k8s.io/ClusterRole//reader` of objects of the cluster that are ours without a label
 * @throws BacklotError when a kind can't be read: an export that lacks something silently would be none.
 */
export async function exportObjects(
  cluster: Kubernetes,
  namespace: string,
  owned: ReadonlySet<string>,
): Promise<ClusterArchive> {
  const limit = pLimit(READ_AT_ONCE);
  const kinds = await exportedKinds(cluster);
  const [own, secrets, kubernetes, lists] = await Promise.all([
    cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }),
    cluster.list<KubernetesObject & { readonly type?: string }>({ apiVersion: 'v1', kind: 'Secret', namespace }),
    cluster.version(),
    Promise.all(
      kinds.map(({ apiVersion, kind, namespaced }) =>
        limit(async () => {
          const query = { apiVersion, kind, ...(namespaced ? { namespace } : {}) };
          // Lists leave out what all of them have in common.
          const found = (await cluster.list(query)).map((each) => ({ ...each, apiVersion, kind }));
          return found.filter((object) => isWritten(object) && (namespaced || isOurs(object, owned)));
        }),
      ),
    ),
  ]);
  const objects = [...(own ? [own] : []), ...lists.flat()].map(strip).sort(byOrder);
  const isHelm = ({ type }: { readonly type?: string }) => type === 'helm.sh/release.v1';
  return {
    format: 1,
    namespace,
    kubernetes,
    objects,
    secrets: secrets
      .filter((secret) => !isHelm(secret))
      .map(({ metadata: { name }, type = 'Opaque' }) => ({ name, type }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    helmReleases: secrets.filter(isHelm).length,
  };
}

/** Names an object whatever its version: `apps/Deployment/streaming/api`. */
export function objectName({ apiVersion, kind, metadata: { name, namespace = '' } }: KubernetesObject): string {
  const [group, version] = apiVersion.split('/');
  return `${version ? group : ''}/${kind}/${namespace}/${name}`;
}

/** How many there are of each kind. */
export function countByKind(objects: readonly KubernetesObject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function isWritten({ kind, metadata }: KubernetesObject): boolean {
  if (metadata.deletionTimestamp || (metadata.ownerReferences ?? []).length > 0) return false;
  return !MADE_BY_THE_CLUSTER.includes(`${kind} ${metadata.name}`);
}

function isOurs(object: KubernetesObject, owned: ReadonlySet<string>): boolean {
  const manager = object.metadata.labels?.['app.kubernetes.io/managed-by'];
  return manager === 'Helm' || manager === 'backlot' || owned.has(objectName(object));
}

function byOrder(one: KubernetesObject, other: KubernetesObject): number {
  return restoreOrder(one.kind) - restoreOrder(other.kind) || (objectName(one) < objectName(other) ? -1 : 1);
}
