import type { Controller } from './controller.js';
import { karpenterStatements } from './karpenter-statements.js';
import { CLUSTER_CRITICAL, RESTRICTED_POD, resources, spread } from './placement.js';

const REPOSITORY = 'oci://public.ecr.aws/karpenter';

// https://karpenter.sh/docs/upgrading/compatibility/: Kubernetes 1.35 needs 1.9 or later.
const VERSION = '1.14.1';

/** Nodes as pods need them, within the limits of the declared node groups. */
export const karpenter: Controller = {
  id: 'karpenter',
  title: 'Karpenter',
  namespace: 'kube-system',
  charts: [
    // Helm never upgrades kinds that a chart merely carries along, so that they come as a release of their own.
    {
      release: 'karpenter-crd',
      name: 'karpenter-crd',
      repository: REPOSITORY,
      version: VERSION,
      appVersion: VERSION,
      values: {},
    },
    { release: 'karpenter', name: 'karpenter', repository: REPOSITORY, version: VERSION, appVersion: VERSION },
  ],
  serviceAccount: 'karpenter',
  after: ['kube-prometheus-stack'],
  brings: [
    { apiVersion: 'karpenter.sh/v1', kinds: ['NodePool', 'NodeClaim'] },
    { apiVersion: 'karpenter.k8s.aws/v1', kinds: ['EC2NodeClass'] },
  ],
  workloads: [{ kind: 'Deployment', name: 'karpenter' }],
  sandbox: { status: 'absent', note: 'nodes there are simulated, as many as the node groups declare' },
  onlyWithAws: true,
  values: (context) => ({
    replicas: 2,
    serviceAccount: { create: true, name: 'karpenter' },
    priorityClassName: CLUSTER_CRITICAL,
    podSecurityContext: { ...RESTRICTED_POD, fsGroup: 65532 },
    podDisruptionBudget: { name: 'karpenter', maxUnavailable: 1 },
    // Never on a node that it made itself: it would remove the ground that it stands on.
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'karpenter.sh/nodepool', operator: 'DoesNotExist' },
                ...(context.systemNodes ? [{ key: 'workload', operator: 'In', values: ['system'] }] : []),
              ],
            },
          ],
        },
      },
      // Not `required`, as the chart has it: two nodes must be enough while one of them is replaced.
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] },
    },
    topologySpreadConstraints: spread({ 'app.kubernetes.io/name': 'karpenter' }),
    controller: { resources: resources('500m', '768Mi', '1Gi') },
    settings: {
      clusterName: context.clusterName,
      clusterEndpoint: context.clusterEndpoint,
      interruptionQueue: context.interruptionQueue ?? '',
      // The cluster takes part in zonal shifts: no new node in a zone that traffic was moved out of.
      enableZonalShift: true,
      featureGates: { nodeRepair: true },
    },
    serviceMonitor: { enabled: context.monitoring },
  }),
  statements: karpenterStatements,
};
