import { join } from 'node:path';
import { stateFolder } from '../tools/folders.js';

/** Where the cluster of the present state folder keeps its things. */
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

/** Reads the state folder anew on each call: tests and `BACKLOT_STATE_DIR` move it. */
export function clusterFolder(): ClusterFolder {
  const root = join(stateFolder(), 'sandbox', 'cluster');
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
