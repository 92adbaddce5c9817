import type { Controller } from './controller.js';
import {
  CLUSTER_CRITICAL,
  RESTRICTED_CONTAINER,
  RESTRICTED_POD,
  resources,
  spread,
  systemAffinity,
} from './placement.js';

/** Canaries: traffic in steps, judged by analysis. */
export const argoRollouts: Controller = {
  id: 'argo-rollouts',
  title: 'Argo Rollouts',
  namespace: 'argo-rollouts',
  charts: [
    {
      release: 'argo-rollouts',
      name: 'argo-rollouts',
      repository: 'https://argoproj.github.io/argo-helm',
      // Chart.yaml of charts/argo-rollouts; the controller is the sandbox's version, see values.
      version: '2.41.0',
      appVersion: 'v1.10.1',
    },
  ],
  serviceAccount: 'argo-rollouts',
  after: ['kube-prometheus-stack'],
  brings: [
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kinds: ['Rollout', 'AnalysisRun', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'Experiment'],
    },
  ],
  workloads: [{ kind: 'Deployment', name: 'argo-rollouts' }],
  sandbox: { status: 'provided', note: 'the same controller runs as a process of the sandbox' },
  values: (context) => ({
    installCRDs: true,
    keepCRDs: true,
    createClusterAggregateRoles: true,
    podSecurityContext: RESTRICTED_POD,
    containerSecurityContext: RESTRICTED_CONTAINER,
    serviceAccount: { create: true, name: 'argo-rollouts' },
    controller: {
      replicas: 2,
      image: { tag: 'v1.10.1' },
      // A step goes on only when the load balancer has the targets of the new version.
      awsVerifyTargetGroup: context.aws,
      logging: { format: 'json' },
      priorityClassName: CLUSTER_CRITICAL,
      pdb: { enabled: true, maxUnavailable: 1 },
      resources: resources('100m', '256Mi', '512Mi'),
      affinity: systemAffinity(context),
      topologySpreadConstraints: spread({ 'app.kubernetes.io/name': 'argo-rollouts' }),
      metrics: { enabled: true, serviceMonitor: { enabled: context.monitoring } },
    },
    providerRBAC: { enabled: true, providers: providers('awsLoadBalancerController', 'gatewayAPI') },
    dashboard: { enabled: false },
  }),
  statements: ({ location }) => [
    {
      // These lists name no resource, but they name a region.
      sid: 'LookAtBalancers',
      actions: ['LoadBalancers', 'Listeners', 'Rules', 'Tags', 'TargetGroups', 'TargetHealth'].map(
        (noun) => `elasticloadbalancing:Describe${noun}`,
      ),
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': location.region } },
    },
  ],
};

const PROVIDERS = [
  'ambassador',
  'apisix',
  'awsAppMesh',
  'awsLoadBalancerController',
  'contour',
  'gatewayAPI',
  'glooPlatform',
  'istio',
  'smi',
  'traefik',
];

/** Rights on the objects of these routers only. */
function providers(...wanted: readonly string[]): Record<string, boolean> {
  return Object.fromEntries(PROVIDERS.map((provider) => [provider, wanted.includes(provider)]));
}
