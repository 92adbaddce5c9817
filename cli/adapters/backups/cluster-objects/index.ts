export { ClusterObjectsAdapter, type ClusterObjectsOptions } from './cluster-objects.js';
