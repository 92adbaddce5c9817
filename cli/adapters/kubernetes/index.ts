export { type ConnectOptions, connect } from './api-server.js';
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
