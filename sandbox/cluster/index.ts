/** The Kubernetes cluster of the sandbox: a real control plane as background processes on loopback, with simulated nodes. */
export type {
  ClusterHandle,
  ClusterOptions,
  ClusterStatus,
  ComponentStatus,
  RunningComponent,
} from './cluster.js';
export { DEFAULT_CLUSTER } from './cluster-folder.js';
export { CLUSTER_TOOLS } from './cluster-tools.js';
export { clusterNames, clusterStatus, ensureCluster, resetCluster, stopCluster } from './clusters.js';
export type { NodeGroupShape, NodeTaint } from './node-group-shape.js';
export { instanceCapacity } from './nodes/instance-capacity.js';
