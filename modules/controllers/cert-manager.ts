import type { Controller } from './controller.js';
import type { ControllerContext } from './controller-context.js';
import {
  CLUSTER_CRITICAL,
  RESTRICTED_CONTAINER,
  RESTRICTED_POD,
  resources,
  spread,
  systemAffinity,
} from './placement.js';

/** Certificates inside the cluster: those of webhooks, and what services ask for in the environment's zone. */
export const certManager: Controller = {
  id: 'cert-manager',
  title: 'cert-manager',
  namespace: 'cert-manager',
  charts: [
    {
      release: 'cert-manager',
      name: 'cert-manager',
      repository: 'oci://quay.io/jetstack/charts',
      // https://cert-manager.io/docs/releases/: 1.20 is tested on Kubernetes 1.32 to 1.35.
      version: 'v1.20.3',
      appVersion: 'v1.20.3',
    },
  ],
  serviceAccount: 'cert-manager',
  after: ['kube-prometheus-stack'],
  brings: [
    { apiVersion: 'cert-manager.io/v1', kinds: ['Certificate', 'CertificateRequest', 'Issuer', 'ClusterIssuer'] },
    { apiVersion: 'acme.cert-manager.io/v1', kinds: ['Challenge', 'Order'] },
  ],
  workloads: [
    { kind: 'Deployment', name: 'cert-manager' },
    { kind: 'Deployment', name: 'cainjector' },
    { kind: 'Deployment', name: 'webhook' },
  ],
  sandbox: { status: 'absent', note: 'no webhook runs there that would need a certificate' },
  values: (context) => ({
    crds: { enabled: true, keep: true },
    global: {
      priorityClassName: CLUSTER_CRITICAL,
      // Every controller stays in its namespace, also with the lease of its leader.
      leaderElection: { namespace: 'cert-manager' },
    },
    ...component(context, 'controller', resources('50m', '128Mi', '256Mi')),
    prometheus: { enabled: true, servicemonitor: { enabled: context.monitoring } },
    enableCertificateOwnerRef: true,
    // Whether it answers is looked at by whoever installs it.
    startupapicheck: { enabled: false },
    webhook: component(context, 'webhook', resources('25m', '64Mi', '128Mi')),
    cainjector: component(context, 'cainjector', resources('25m', '128Mi', '384Mi')),
  }),
  statements: ({ location, zone }) => {
    if (!zone) return [];
    const zoneArn = location.arn({ service: 'route53', region: '', account: '', resource: `hostedzone/${zone.id}` });
    return [
      {
        sid: 'Challenges',
        actions: ['route53:ChangeResourceRecordSets'],
        resources: [zoneArn],
        conditions: {
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': 'TXT' },
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.*'],
          },
        },
      },
      { sid: 'Records', actions: ['route53:ListResourceRecordSets'], resources: [zoneArn] },
      {
        sid: 'Changes',
        actions: ['route53:GetChange'],
        resources: [location.arn({ service: 'route53', region: '', account: '', resource: 'change/*' })],
      },
    ];
  },
};

function component(context: ControllerContext, name: string, size: ReturnType<typeof resources>) {
  return {
    replicaCount: 2,
    resources: size,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    securityContext: RESTRICTED_POD,
    containerSecurityContext: RESTRICTED_CONTAINER,
    affinity: systemAffinity(context),
    topologySpreadConstraints: spread({
      'app.kubernetes.io/instance': 'cert-manager',
      'app.kubernetes.io/component': name,
    }),
  };
}
