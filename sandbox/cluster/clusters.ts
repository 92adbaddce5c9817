import { readdir } from 'node:fs/promises';
import type { ClusterHandle, ClusterOptions, ClusterStatus } from './cluster.js';
import { clustersFolder, inCluster } from './cluster-folder.js';
import { clusterStatus as look } from './cluster-status.js';
import { ensureCluster as ensure } from './ensure-cluster.js';
import { resetCluster as reset, stopCluster as stop } from './stop-cluster.js';

/** Makes sure that the cluster of one environment runs; see `ensure-cluster.ts`. */
export function ensureCluster(options: ClusterOptions = {}): Promise<ClusterHandle> {
  return inCluster(options.name, () => ensure(options));
}

/** Looks at the cluster of one environment, and changes nothing. */
export function clusterStatus(name?: string): Promise<ClusterStatus> {
  return inCluster(name, look);
}

/** Environments that have, or had, a cluster on this machine. */
export async function clusterNames(): Promise<string[]> {
  const entries = await readdir(clustersFolder(), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** Stops one cluster, or all; their data stays. @returns whether there was one to stop */
export async function stopCluster(name?: string): Promise<boolean> {
  const names = name === undefined ? await clusterNames() : [name];
  return (await Promise.all(names.map((each) => inCluster(each, stop)))).some(Boolean);
}

/** Stops one cluster, or all, and deletes everything that they held. */
export async function resetCluster(name?: string): Promise<void> {
  const names = name === undefined ? await clusterNames() : [name];
  await Promise.all(names.map((each) => inCluster(each, reset)));
}
