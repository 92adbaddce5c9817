import type { Controller } from './controller.js';
import { CLUSTER_CRITICAL, RESTRICTED_CONTAINER, RESTRICTED_POD, resources, systemAffinity } from './placement.js';

/** Kinds of records that it writes: addresses, and who owns them. */
const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT'];

/** Records in the environment's zone for the host names of Ingress objects. */
export const externalDns: Controller = {
  id: 'external-dns',
  title: 'ExternalDNS',
  namespace: 'external-dns',
  charts: [
    {
      release: 'external-dns',
      name: 'external-dns',
      repository: 'https://kubernetes-sigs.github.io/external-dns',
      // Chart.yaml of charts/external-dns.
      version: '1.21.1',
      appVersion: '0.21.0',
    },
  ],
  serviceAccount: 'external-dns',
  after: ['kube-prometheus-stack', 'aws-load-balancer-controller'],
  brings: [{ apiVersion: 'externaldns.k8s.io/v1alpha1', kinds: ['DNSEndpoint'] }],
  workloads: [{ kind: 'Deployment', name: 'external-dns' }],
  sandbox: { status: 'absent', note: 'no load balancer has an address there that a record could point to' },
  onlyWithAws: true,
  values: (context) => ({
    provider: { name: 'aws' },
    env: [{ name: 'AWS_DEFAULT_REGION', value: context.region }],
    serviceAccount: { create: true, name: 'external-dns' },
    sources: ['ingress'],
    // Records that it made are removed when their Ingress is; others carry no such owner and are left alone.
    policy: 'sync',
    registry: 'txt',
    txtOwnerId: context.clusterName,
    txtPrefix: '_owner.',
    domainFilters: context.zone ? [context.zone.name] : [],
    managedRecordTypes: RECORD_TYPES.filter((type) => type !== 'TXT'),
    extraArgs: context.zone ? [`--zone-id-filter=${context.zone.id}`] : [],
    triggerLoopOnEvent: true,
    interval: '5m',
    logFormat: 'json',
    priorityClassName: CLUSTER_CRITICAL,
    podSecurityContext: { ...RESTRICTED_POD, fsGroup: 65534 },
    securityContext: { ...RESTRICTED_CONTAINER, privileged: false, runAsUser: 65532, runAsGroup: 65532 },
    resources: resources('25m', '64Mi', '128Mi'),
    affinity: systemAffinity(context),
    serviceMonitor: { enabled: context.monitoring },
  }),
  statements: ({ location, zone }) => {
    if (!zone) return [];
    const zoneArn = location.arn({ service: 'route53', region: '', account: '', resource: `hostedzone/${zone.id}` });
    return [
      {
        sid: 'Records',
        actions: ['route53:ChangeResourceRecordSets'],
        resources: [zoneArn],
        conditions: {
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': RECORD_TYPES },
        },
      },
      {
        sid: 'LookAtZone',
        actions: ['route53:ListResourceRecordSets', 'route53:ListTagsForResource', 'route53:ListTagsForResources'],
        resources: [zoneArn],
      },
      // Lists name no zone yet.
      { sid: 'ListZones', actions: ['route53:ListHostedZones'], resources: ['*'] },
    ];
  },
};
