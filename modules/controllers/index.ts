import { argoRollouts } from './argo-rollouts.js';
import { awsLoadBalancerController } from './aws-load-balancer-controller.js';
import { certManager } from './cert-manager.js';
import type { Controller, ControllerId } from './controller.js';
import { externalDns } from './external-dns.js';
import { externalSecrets } from './external-secrets.js';
import { fluentBit } from './fluent-bit.js';
import { karpenter } from './karpenter.js';
import { keda } from './keda.js';
import { kubePrometheusStack } from './kube-prometheus-stack.js';
import { metricsServer } from './metrics-server.js';

export * from './controller.js';
export type * from './controller-context.js';

/** Every controller by its id, in an order in which they can be installed. */
export const catalogue: Readonly<Record<ControllerId, Controller>> = {
  'kube-prometheus-stack': kubePrometheusStack,
  'metrics-server': metricsServer,
  'cert-manager': certManager,
  karpenter,
  'external-secrets': externalSecrets,
  'argo-rollouts': argoRollouts,
  'fluent-bit': fluentBit,
  'aws-load-balancer-controller': awsLoadBalancerController,
  'external-dns': externalDns,
  keda,
};

/** The controller that brings a kind: for messages about a kind that a cluster does not know. */
export function controllerOf(apiVersion: string, kind: string): Controller | undefined {
  const [group] = apiVersion.split('/');
  const all = Object.values(catalogue);
  const brings = (matches: (version: string) => boolean) =>
    all.find(({ brings }) => brings.some((each) => matches(each.apiVersion) && each.kinds.includes(kind)));
  // Another version of the same group comes from the same controller.
  return brings((version) => version === apiVersion) ?? brings((version) => version.split('/')[0] === group);
}
