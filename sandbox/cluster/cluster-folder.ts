import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { stateFolder } from '../../host/folders.js';

/** Where a cluster of the present state folder keeps its things. */
export interface ClusterFolder {
  readonly root: string;
  /** What is known of the last start: see `cluster-record.ts`. */
  readonly record: string;
  readonly lock: string;
  /** The administrator's. */
  readonly kubeconfig: string;
  /** Keys and certificates. */
  readonly pki: string;
  /** What the components read: made anew by each start. */
  readonly config: string;
  /** Survives a stop. */
  readonly data: string;
  readonly logs: string;
  /** Home and temporary folder of the components. */
  readonly scratch: string;
}

/** Name of the cluster that is meant where none is named. */
export const DEFAULT_CLUSTER = 'local';

/** Which cluster is worked on. Every step of the work asks where its files are, and several clusters may be worked on at once. */
const current = new AsyncLocalStorage<string>();

/** Runs `work` on the cluster of one environment. */
export function inCluster<T>(name: string | undefined, work: () => T): T {
  return current.run(name ?? DEFAULT_CLUSTER, work);
}

/** Holds a folder for each cluster. */
export function clustersFolder(): string {
  return join(stateFolder(), 'sandbox', 'clusters');
}

/** Reads the state folder anew on each call: tests and `BACKLOT_STATE_DIR` move it. */
export function clusterFolder(): ClusterFolder {
  const root = join(clustersFolder(), current.getStore() ?? DEFAULT_CLUSTER);
  return {
    root,
    record: join(root, 'cluster.json'),
    lock: join(root, 'cluster.lock'),
    kubeconfig: join(root, 'kubeconfig'),
    pki: join(root, 'pki'),
    config: join(root, 'config'),
    data: join(root, 'data'),
    logs: join(root, 'logs'),
    scratch: join(root, 'scratch'),
  };
}
