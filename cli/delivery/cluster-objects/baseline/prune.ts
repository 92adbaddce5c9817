import type { Environment } from '../../../../environments/model/index.js';
import type { Kubernetes, KubernetesObject, ObjectQuery } from '../../../adapters/kubernetes/index.js';
import { OWNER_ANNOTATION, ownerOf } from '../../workloads/namespace-owner.js';
import type { BaselineChange } from './baseline-result.js';
import type { InventoryEntry } from './inventory.js';

/** What holds a namespace: deleting it would take these with it. */
const TENANTS: readonly Omit<ObjectQuery, 'namespace'>[] = [
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { apiVersion: 'v1', kind: 'Secret', labelSelector: 'owner=helm' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
];

/**
 * Removes an object that an earlier baseline made and this one does not want, when it is still the same object and still
 * ours. Undefined when there is nothing to remove.
 */
export async function prune(
  cluster: Kubernetes,
  environment: Environment,
  entry: InventoryEntry,
  dryRun: boolean,
): Promise<BaselineChange | undefined> {
  const { apiVersion, kind, name, namespace, uid } = entry;
  const what = { kind, name, ...(namespace && { namespace }) };
  if (!(await cluster.serves(apiVersion, kind))) return undefined;
  const found = await cluster.get(entry);
  if (!found || found.metadata.deletionTimestamp || (uid && found.metadata.uid !== uid)) return undefined;
  const reason = await reasonToKeep(cluster, environment, found);
  if (reason) return { action: 'kept', ...what, reason };
  if (!dryRun && !(await cluster.delete(entry, { uid: found.metadata.uid }))) return undefined;
  return { action: 'pruned', ...what };
}

async function reasonToKeep(
  cluster: Kubernetes,
  environment: Environment,
  { kind, metadata }: KubernetesObject,
): Promise<string | undefined> {
  const owner = metadata.annotations?.[OWNER_ANNOTATION];
  if (owner !== ownerOf(environment))
    return owner ? `it belongs to '${owner}' by now` : 'its owner annotation was removed';
  if (kind !== 'Namespace') return undefined;
  for (const query of TENANTS) {
    if (!(await cluster.serves(query.apiVersion, query.kind))) continue;
    const tenants = await cluster.list({ ...query, namespace: metadata.name });
    const [first] = tenants;
    if (first) {
      const more = tenants.length > 1 ? ` and ${tenants.length - 1} more` : '';
      return `it still holds ${query.kind} ${first.metadata.name}${more}; when nobody needs it: kubectl delete namespace ${metadata.name}`;
    }
  }
  return undefined;
}
