import { existsSync } from 'node:fs';
import { type ClusterStatus, clusterStatus } from '../../../../sandbox/cluster/index.js';
import type { Check } from '../check.js';

/** Whether the sandbox's cluster runs, and whether there is a kubeconfig for it. */
export async function checkCluster(): Promise<Check[]> {
  const status = await clusterStatus();
  return [runningCheck(status), kubeconfigCheck(status)];
}

function runningCheck(cluster: ClusterStatus): Check {
  const check = { id: 'cluster-running', title: 'sandbox cluster, running' };
  if (!cluster.running) return { ...check, status: 'warning', detail: 'stopped', action: 'backlot sandbox up' };
  const { version, server, rssMiB } = cluster;
  if (cluster.healthy) return { ...check, status: 'ok', version, detail: `${server}, ${rssMiB} MiB` };
  const ill = cluster.components.filter(({ healthy }) => !healthy).map(({ name }) => name);
  const detail = `not healthy: ${ill.join(', ')}; see ${cluster.logFolder}`;
  return { ...check, status: 'warning', version, detail, action: 'backlot sandbox up' };
}

function kubeconfigCheck({ kubeconfig }: ClusterStatus): Check {
  const check = { id: 'kubeconfig', title: 'kubeconfig of the sandbox cluster', path: kubeconfig };
  if (existsSync(kubeconfig)) return { ...check, status: 'ok', detail: `export KUBECONFIG=${kubeconfig}` };
  return { ...check, status: 'warning', detail: 'made by the first start', action: 'backlot sandbox up' };
}
