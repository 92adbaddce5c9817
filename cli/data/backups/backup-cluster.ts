import type { Environment } from '../../../environments/model/index.js';
import { ClusterObjectsAdapter } from '../../adapters/backups/cluster-objects/index.js';
import type { Store } from '../../adapters/backups/index.js';
import { isSound } from './catalog.js';
import type { OpenedBackups } from './opened-backups.js';

/** What the cluster of an environment is called among its stores. */
const CLUSTER_STORE = 'cluster';

/**
 * The objects of the environment's cluster as a store; none where it declares no cluster, or nothing is applied yet. It
 * is one also while the cluster can't be reached: the set then lacks it, and says so.
 */
export function clusterStores({ cluster }: Environment, applied: number): Store[] {
  if (!cluster || applied === 0) return [];
  return [{ kind: 'cluster-objects', name: CLUSTER_STORE, identifier: cluster.namespace }];
}

/** The adapter of the cluster's objects, which share the folder of the manifests. */
export function clusterAdapter(session: OpenedBackups): ClusterObjectsAdapter {
  const { catalog, clients, cluster, environment } = session;
  return new ClusterObjectsAdapter(clients, {
    location: { bucket: catalog.bucket, prefix: `${environment.id}/backups/` },
    cluster,
    owned: async (kubernetes) => {
      const { keyOf, readInventory } = await import('../../delivery/cluster-objects/baseline/inventory.js');
      return new Set((await readInventory(kubernetes)).map(keyOf));
    },
    users: async (key) => {
      const sets = (await catalog.list()).filter(isSound).filter(({ set }) => set.state !== 'pruned');
      return sets.filter(({ set }) => set.stores.some(({ snapshot }) => snapshot?.id === key)).length;
    },
  });
}
