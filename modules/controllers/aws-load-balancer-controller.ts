import type { Controller } from './controller.js';
import { loadBalancerStatements } from './load-balancer-statements.js';
import { loadBalancerTags } from './load-balancer-tags.js';
import { CLUSTER_CRITICAL, RESTRICTED_CONTAINER, RESTRICTED_POD, resources, systemAffinity } from './placement.js';

/** Application load balancers out of Ingress objects, and the weights of canaries on them. */
export const awsLoadBalancerController: Controller = {
  id: 'aws-load-balancer-controller',
  title: 'AWS Load Balancer Controller',
  namespace: 'kube-system',
  charts: [
    {
      release: 'aws-load-balancer-controller',
      name: 'aws-load-balancer-controller',
      repository: 'https://aws.github.io/eks-charts',
      // Chart.yaml of stable/aws-load-balancer-controller; Kubernetes 1.22 and later.
      version: '3.5.0',
      appVersion: 'v3.5.0',
    },
  ],
  serviceAccount: 'aws-load-balancer-controller',
  after: ['kube-prometheus-stack', 'cert-manager'],
  brings: [
    { apiVersion: 'elbv2.k8s.aws/v1beta1', kinds: ['TargetGroupBinding', 'IngressClassParams'] },
    {
      apiVersion: 'gateway.k8s.aws/v1beta1',
      kinds: ['LoadBalancerConfiguration', 'TargetGroupConfiguration', 'ListenerRuleConfiguration'],
    },
  ],
  workloads: [{ kind: 'Deployment', name: 'aws-load-balancer-controller' }],
  sandbox: {
    status: 'absent',
    note: 'no load balancer is made; the traffic model reads the weights in its annotations, as a load balancer would',
  },
  onlyWithAws: true,
  values: (context) => ({
    clusterName: context.clusterName,
    region: context.region,
    vpcId: context.vpcId,
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    serviceAccount: { create: true, name: 'aws-load-balancer-controller' },
    // A certificate of Helm's own would change with every upgrade, and calls to the webhook fail meanwhile.
    enableCertManager: context.certificates,
    keepTLSSecret: !context.certificates,
    createIngressClassResource: true,
    ingressClass: 'alb',
    // A default class would take the Ingress objects of others.
    ingressClassConfig: { default: false },
    // Only Ingress objects are ours: Services of the type LoadBalancer keep to the cloud's own controller.
    enableServiceMutatorWebhook: false,
    enablePodReadinessGateInject: true,
    defaultTargetType: 'ip',
    defaultSSLPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    enableShield: false,
    enableWaf: false,
    enableWafv2: true,
    ...loadBalancerTags(context.tags),
    logLevel: 'info',
    priorityClassName: CLUSTER_CRITICAL,
    podSecurityContext: { ...RESTRICTED_POD, fsGroup: 65534 },
    securityContext: RESTRICTED_CONTAINER,
    resources: resources('100m', '200Mi', '400Mi'),
    // One on each node: the chart's own, which a value for affinity takes the place of.
    affinity: {
      ...systemAffinity(context),
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: 'topology.kubernetes.io/zone',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } },
            },
          },
        ],
      },
    },
    serviceMonitor: { enabled: context.monitoring },
  }),
  statements: loadBalancerStatements,
};
