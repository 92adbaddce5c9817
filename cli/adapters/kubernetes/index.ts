export { type ConnectOptions, connect } from './api-server.js';
export { type ClusterAccessOptions, clusterAccess, kubeconfigPaths, type StackOutputs } from './cluster-access.js';
export type {
  ApplyOptions,
  BearerToken,
  ClusterAccess,
  Kubernetes,
  KubernetesObject,
  ObjectMetadata,
  ObjectQuery,
  ObjectReference,
  PatchOptions,
  WatchEvent,
} from './kubernetes.js';
export { assertOwnCluster, CLUSTER_IDENTITY } from './own-cluster.js';
export type { PodContainer } from './pod-container.js';
export type { ExecRequest } from './pod-exec.js';
export { openPodStreams, type PodLogOptions, type PodStreams } from './pod-streams.js';
