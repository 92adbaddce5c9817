import { keyUse } from '../grants/key.js';
import type { Controller } from './controller.js';
import { CLUSTER_CRITICAL, RESTRICTED_CONTAINER, RESTRICTED_POD, resources, systemAffinity } from './placement.js';

/** Values of Secrets Manager as Secrets of the cluster, and kept up to date when they rotate. */
export const externalSecrets: Controller = {
  id: 'external-secrets',
  title: 'External Secrets Operator',
  namespace: 'external-secrets',
  charts: [
    {
      release: 'external-secrets',
      name: 'external-secrets',
      repository: 'https://charts.external-secrets.io',
      // https://external-secrets.io/latest/introduction/stability-support/: 2.8 is tested on Kubernetes 1.35 and 1.36.
      version: '2.8.0',
      appVersion: 'v2.8.0',
    },
  ],
  serviceAccount: 'external-secrets',
  after: ['kube-prometheus-stack'],
  brings: [
    {
      apiVersion: 'external-secrets.io/v1',
      kinds: ['ExternalSecret', 'SecretStore', 'ClusterSecretStore', 'ClusterExternalSecret'],
    },
  ],
  workloads: [
    { kind: 'Deployment', name: 'external-secrets' },
    { kind: 'Deployment', name: 'external-secrets-cert-controller' },
    { kind: 'Deployment', name: 'external-secrets-webhook' },
  ],
  sandbox: {
    status: 'provided',
    note: "the sandbox's agent reads the emulator's Secrets Manager and writes the Secrets",
  },
  onlyWithAws: true,
  values: (context) => ({
    installCRDs: true,
    // Values go one way: out of Secrets Manager.
    crds: { createPushSecret: false, createClusterPushSecret: false, createClusterGenerator: false },
    processPushSecret: false,
    processClusterPushSecret: false,
    processClusterGenerator: false,
    replicaCount: 2,
    leaderElect: true,
    serviceAccount: { create: true, name: 'external-secrets' },
    global: { affinity: systemAffinity(context) },
    priorityClassName: CLUSTER_CRITICAL,
    ...hardened(),
    resources: resources('50m', '128Mi', '256Mi'),
    serviceMonitor: { enabled: context.monitoring },
    webhook: {
      replicaCount: 2,
      priorityClassName: CLUSTER_CRITICAL,
      ...hardened(),
      resources: resources('25m', '64Mi', '128Mi'),
    },
    certController: {
      replicaCount: 1,
      priorityClassName: CLUSTER_CRITICAL,
      ...hardened(),
      resources: resources('25m', '128Mi', '256Mi'),
    },
  }),
  statements: ({ location, secretArns, secretsKeyArn }) => {
    // IAM takes no statement without resources.
    if (secretArns.length === 0) return [];
    return [
      {
        sid: 'SecretsOfEnvironment',
        actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        resources: secretArns,
      },
      keyUse(location, {
        name: 'secrets',
        keyArn: secretsKeyArn,
        through: 'secretsmanager',
        actions: ['kms:Decrypt'],
      }),
    ];
  },
};

function hardened() {
  return {
    podSecurityContext: { enabled: true, ...RESTRICTED_POD },
    securityContext: { enabled: true, ...RESTRICTED_CONTAINER, runAsUser: 1000 },
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
  };
}
