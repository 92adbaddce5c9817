import { topicAccess } from '../grants/topic.js';
import type { Controller } from './controller.js';
import type { ControllerContext } from './controller-context.js';
import { CLUSTER_CRITICAL, RESTRICTED_CONTAINER, resources, systemAffinity } from './placement.js';

const STORAGE_CLASS = 'backlot-metrics';

/** Numbers, alerts and dashboards. */
export const kubePrometheusStack: Controller = {
  id: 'kube-prometheus-stack',
  title: 'Prometheus, Alertmanager and Grafana',
  namespace: 'observability',
  charts: [
    {
      release: 'kube-prometheus-stack',
      name: 'kube-prometheus-stack',
      repository: 'https://prometheus-community.github.io/helm-charts',
      // Chart.yaml of charts/kube-prometheus-stack; Kubernetes 1.25 and later.
      version: '88.5.3',
      appVersion: 'v0.93.1',
    },
  ],
  serviceAccount: 'kube-prometheus-stack-alertmanager',
  after: [],
  brings: [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kinds: ['Alertmanager', 'PodMonitor', 'Probe', 'Prometheus', 'PrometheusRule', 'ServiceMonitor', 'ThanosRuler'],
    },
    {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kinds: ['AlertmanagerConfig', 'PrometheusAgent', 'ScrapeConfig'],
    },
  ],
  workloads: [
    { kind: 'Deployment', name: 'kube-prometheus-stack-prometheus-operator' },
    { kind: 'Deployment', name: 'kube-state-metrics' },
    { kind: 'DaemonSet', name: 'prometheus-node-exporter' },
  ],
  sandbox: { status: 'provided', note: 'a real Prometheus runs as a process of the sandbox; it scrapes the model' },
  values: (context) => ({
    crds: { enabled: true },
    // EKS keeps these to itself.
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    defaultRules: {
      rules: {
        etcd: false,
        kubeControllerManager: false,
        kubeProxy: false,
        kubeSchedulerAlerting: false,
        kubeSchedulerRecording: false,
      },
    },
    prometheusOperator: {
      priorityClassName: CLUSTER_CRITICAL,
      resources: resources('50m', '128Mi', '256Mi'),
      affinity: systemAffinity(context),
      containerSecurityContext: RESTRICTED_CONTAINER,
    },
    prometheus: prometheus(context),
    alertmanager: alertmanager(context),
    grafana: {
      defaultDashboardsEnabled: true,
      // Reached by `kubectl port-forward`; who may do that is what the cluster's roles say.
      ingress: { enabled: false },
      resources: resources('100m', '256Mi', '512Mi'),
      affinity: systemAffinity(context),
      sidecar: {
        dashboards: { enabled: true, label: 'grafana_dashboard', searchNamespace: 'ALL' },
        datasources: { enabled: true },
      },
    },
    'kube-state-metrics': { resources: resources('50m', '128Mi', '512Mi'), affinity: systemAffinity(context) },
    // It looks at the node itself, which namespaces under the restricted standard refuse.
    'prometheus-node-exporter': {
      namespaceOverride: 'kube-system',
      resources: resources('25m', '32Mi', '128Mi'),
      priorityClassName: 'system-node-critical',
    },
    extraManifests: context.aws ? [storageClass(context)] : [],
  }),
  statements: ({ location, pager }) => topicAccess(location, { ...pager, name: 'pager' }),
};

function prometheus(context: ControllerContext) {
  const all = ['serviceMonitor', 'podMonitor', 'rule', 'probe', 'scrapeConfig'];
  return {
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    prometheusSpec: {
      replicas: 2,
      retention: context.production ? '30d' : '7d',
      retentionSize: context.production ? '90GB' : '18GB',
      scrapeInterval: '30s',
      externalLabels: { cluster: context.clusterName, environment: context.environment },
      // Every monitor and rule of the cluster, not only those of this release.
      ...Object.fromEntries(all.map((kind) => [`${kind}SelectorNilUsesHelmValues`, false])),
      priorityClassName: CLUSTER_CRITICAL,
      resources: context.production ? resources('1', '4Gi', '8Gi') : resources('250m', '1Gi', '2Gi'),
      affinity: systemAffinity(context),
      podAntiAffinity: 'soft',
      podAntiAffinityTopologyKey: 'topology.kubernetes.io/zone',
      storageSpec: storage(context, context.production ? '100Gi' : '20Gi'),
    },
  };
}

function alertmanager(context: ControllerContext) {
  return {
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    serviceAccount: { create: true, name: 'kube-prometheus-stack-alertmanager' },
    config: {
      route: {
        receiver: 'nobody',
        group_by: ['alertname', 'namespace', 'service'],
        routes: [{ receiver: 'pager', matchers: ['severity = "page"'] }],
      },
      receivers: [{ name: 'nobody' }, { name: 'pager', sns_configs: pager(context) }],
    },
    alertmanagerSpec: {
      replicas: 3,
      priorityClassName: CLUSTER_CRITICAL,
      resources: resources('25m', '64Mi', '128Mi'),
      affinity: systemAffinity(context),
      podAntiAffinity: 'soft',
      podAntiAffinityTopologyKey: 'topology.kubernetes.io/zone',
      storage: storage(context, '2Gi'),
    },
  };
}

function pager({ aws, pagerTopicArn, region }: ControllerContext) {
  return aws ? [{ topic_arn: pagerTopicArn, sigv4: { region }, send_resolved: true }] : [];
}

/** Where there is no EBS, numbers are as short-lived as their pod. */
function storage({ aws }: ControllerContext, size: string) {
  if (!aws) return undefined;
  const resources = { requests: { storage: size } };
  return {
    volumeClaimTemplate: { spec: { storageClassName: STORAGE_CLASS, accessModes: ['ReadWriteOnce'], resources } },
  };
}

/** EKS brings no class of encrypted volumes. */
function storageClass(context: ControllerContext) {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: STORAGE_CLASS },
    provisioner: 'ebs.csi.aws.com',
    parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: context.volumeKeyArn },
    allowVolumeExpansion: true,
    reclaimPolicy: context.production ? 'Retain' : 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
