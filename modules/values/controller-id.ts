/** Every controller of the catalogue: what an environment can name, and what `modules/controllers` describes. */
export const CONTROLLER_IDS = [
  'argo-rollouts',
  'aws-load-balancer-controller',
  'cert-manager',
  'external-dns',
  'external-secrets',
  'fluent-bit',
  'karpenter',
  'keda',
  'kube-prometheus-stack',
  'metrics-server',
] as const;

/** Name of a controller in the catalogue, and of its Helm release. */
export type ControllerId = (typeof CONTROLLER_IDS)[number];
