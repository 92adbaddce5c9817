import type { Controller } from './controller.js';
import {
  CLUSTER_CRITICAL,
  RESTRICTED_CONTAINER,
  RESTRICTED_POD,
  resources,
  spread,
  systemAffinity,
} from './placement.js';

const COMPONENTS = ['operator', 'metricServer', 'webhooks'] as const;

/** Autoscaling on what happens outside the cluster: messages in queues. */
export const keda: Controller = {
  id: 'keda',
  title: 'KEDA',
  namespace: 'keda',
  charts: [
    {
      release: 'keda',
      name: 'keda',
      repository: 'https://kedacore.github.io/charts',
      // Chart.yaml of keda; the last three minor versions of Kubernetes are supported.
      version: '2.20.2',
      appVersion: '2.20.2',
    },
  ],
  serviceAccount: 'keda-operator',
  after: ['kube-prometheus-stack', 'cert-manager'],
  brings: [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kinds: ['ScaledObject', 'ScaledJob', 'TriggerAuthentication', 'ClusterTriggerAuthentication'],
    },
    { apiVersion: 'external.metrics.k8s.io/v1beta1', kinds: ['ExternalMetricValueList'] },
  ],
  workloads: [
    { kind: 'Deployment', name: 'keda-operator' },
    { kind: 'Deployment', name: 'keda-operator-metrics-apiserver' },
    { kind: 'Deployment', name: 'keda-admission-webhooks' },
  ],
  sandbox: {
    status: 'provided',
    note: "the sandbox serves external.metrics.k8s.io with the depth of the emulator's queues",
  },
  values: (context) => ({
    clusterName: context.clusterName,
    crds: { install: true },
    image: { pullPolicy: 'IfNotPresent' },
    operator: { replicaCount: 2 },
    metricsServer: { replicaCount: 2 },
    webhooks: { enabled: true, replicaCount: 2 },
    podDisruptionBudget: each(() => ({ maxUnavailable: 1 })),
    podSecurityContext: each(() => RESTRICTED_POD),
    securityContext: each(() => RESTRICTED_CONTAINER),
    resources: {
      operator: resources('100m', '128Mi', '512Mi'),
      metricServer: resources('50m', '128Mi', '256Mi'),
      webhooks: resources('25m', '64Mi', '128Mi'),
    },
    serviceAccount: { operator: { create: true, name: 'keda-operator' } },
    // Secrets of other namespaces are none of its business: it has its own identity.
    permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
    priorityClassName: CLUSTER_CRITICAL,
    affinity: systemAffinity(context),
    topologySpreadConstraints: {
      operator: spread({ app: 'keda-operator' }),
      metricsServer: spread({ app: 'keda-operator-metrics-apiserver' }),
      webhooks: spread({ app: 'keda-admission-webhooks' }),
    },
    certificates: { certManager: { enabled: context.certificates } },
    prometheus: each(() => ({ enabled: context.monitoring, serviceMonitor: { enabled: context.monitoring } })),
    asciiArt: false,
  }),
  statements: ({ queueArns }) =>
    queueArns.length === 0
      ? []
      : [{ sid: 'QueueDepth', actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], resources: queueArns }],
};

function each<T>(value: () => T): Record<(typeof COMPONENTS)[number], T> {
  return { operator: value(), metricServer: value(), webhooks: value() };
}
