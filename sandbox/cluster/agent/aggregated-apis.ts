/** An object of the Kubernetes API, as it is applied. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Namespace and Service that stand for the agent inside the cluster. */
export const agentService = { namespace: 'backlot-system', name: 'backlot-sandbox-agent' } as const;

/** Names that the agent's certificate must carry: the API server verifies the first one. */
export const agentServerNames: readonly string[] = [
  `${agentService.name}.${agentService.namespace}.svc`,
  `${agentService.name}.${agentService.namespace}`,
  'localhost',
  '127.0.0.1',
];

const GROUPS = ['metrics.k8s.io', 'external.metrics.k8s.io'] as const;

/**
 * What makes the API server send `kubectl top` and autoscalers to the agent: a Service without pods that points at this
 * machine, one APIService per group, and the right to read metrics for whoever may view. The namespace must exist.
 *
 * @param caBundle PEM of the CA that signed the agent's certificate.
 * @param port the agent's `apiPort`.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
 */
export function aggregatedApis(caBundle: string, port: number): KubernetesObject[] {
  const labels = { 'app.kubernetes.io/name': agentService.name, 'app.kubernetes.io/managed-by': 'backlot' };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...agentService, labels },
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ name: 'https', port, protocol: 'TCP' }] },
    },
    ...GROUPS.map((group) => ({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}`, labels },
      spec: {
        group,
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        caBundle: Buffer.from(caBundle).toString('base64'),
        service: { ...agentService, port },
      },
    })),
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: `${agentService.name}:read-metrics`,
        labels: {
          ...labels,
          'rbac.authorization.k8s.io/aggregate-to-view': 'true',
          'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
          'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
        },
      },
      rules: [
        { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list'] },
        { apiGroups: ['external.metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list'] },
      ],
    },
  ];
}
