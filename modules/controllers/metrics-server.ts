import type { Controller } from './controller.js';
import {
  CLUSTER_CRITICAL,
  RESTRICTED_CONTAINER,
  RESTRICTED_POD,
  resources,
  spread,
  systemAffinity,
} from './placement.js';

/** CPU and memory of pods and nodes, which autoscalers act on. */
export const metricsServer: Controller = {
  id: 'metrics-server',
  title: 'Metrics Server',
  namespace: 'kube-system',
  charts: [
    {
      release: 'metrics-server',
      name: 'metrics-server',
      repository: 'https://kubernetes-sigs.github.io/metrics-server',
      // Chart.yaml of charts/metrics-server; 0.8 is for Kubernetes 1.31 and later.
      version: '3.13.1',
      appVersion: '0.8.1',
    },
  ],
  after: ['kube-prometheus-stack'],
  brings: [{ apiVersion: 'metrics.k8s.io/v1beta1', kinds: ['PodMetrics', 'NodeMetrics'] }],
  workloads: [{ kind: 'Deployment', name: 'metrics-server' }],
  sandbox: { status: 'provided', note: "the sandbox serves metrics.k8s.io from its model of the pods' load" },
  values: (context) => ({
    replicas: 2,
    priorityClassName: CLUSTER_CRITICAL,
    podSecurityContext: RESTRICTED_POD,
    securityContext: { ...RESTRICTED_CONTAINER, runAsUser: 1000 },
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    resources: resources('100m', '200Mi', '400Mi'),
    affinity: systemAffinity(context),
    topologySpreadConstraints: spread({ 'app.kubernetes.io/name': 'metrics-server' }),
    metrics: { enabled: context.monitoring },
    serviceMonitor: { enabled: context.monitoring },
  }),
};
