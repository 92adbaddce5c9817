/** The Kubernetes cluster of the sandbox: a real control plane as background processes on loopback, with simulated nodes. */
export type {
  ClusterHandle,
  ClusterOptions,
  ClusterStatus,
  ComponentStatus,
  RunningComponent,
} from './cluster.js';
export { clusterStatus } from './cluster-status.js';
export { CLUSTER_TOOLS } from './cluster-tools.js';
export { ensureCluster } from './ensure-cluster.js';
export type { NodeGroupShape, NodeTaint } from './node-group-shape.js';
export { instanceCapacity } from './nodes/instance-capacity.js';
export { resetCluster, stopCluster } from './stop-cluster.js';
