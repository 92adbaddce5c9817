import type { ToolName } from '../tools/index.js';

/** Tools that the cluster runs. */
export const CLUSTER_TOOLS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'rollouts-controller',
  'prometheus',
] as const satisfies readonly ToolName[];
