import type { ApiObject } from '../api/api-client.js';

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
};

const READ = ['get', 'list', 'watch'] as const;
const LABELS = { 'app.kubernetes.io/managed-by': 'backlot', 'app.kubernetes.io/part-of': 'backlot-sandbox' };

/** KWOK keeps the status of nodes and pods, the leases of nodes, and ends pods that are to end. */
const KWOK: readonly Rule[] = [
  { apiGroups: [''], resources: ['nodes', 'pods'], verbs: [...READ] },
  { apiGroups: [''], resources: ['nodes/status', 'pods/status'], verbs: ['patch', 'update'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete', 'patch', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch', 'update'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...READ, 'create', 'patch', 'update'] },
];

/**
 * The agent looks at what receives load, asks the API server who may read metrics, and stands in for the External Secrets
 * Operator, which writes Secrets wherever an ExternalSecret asks for one.
 */
const AGENT: readonly Rule[] = [
  { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods', 'services', 'endpoints'], verbs: [...READ] },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs: [...READ] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: [...READ] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: [...READ] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: [...READ] },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: [...READ] },
  { apiGroups: ['gateway.networking.k8s.io'], resources: ['gateways', 'httproutes'], verbs: [...READ] },
  { apiGroups: ['argoproj.io'], resources: ['rollouts', 'analysisruns', 'experiments'], verbs: [...READ] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets'], verbs: [...READ] },
  { apiGroups: ['external-secrets.io'], resources: ['externalsecrets/status'], verbs: ['patch', 'update'] },
  { apiGroups: [''], resources: ['secrets'], verbs: [...READ, 'create', 'patch', 'update'] },
];

/** What each component of the sandbox may do; the controllers of Kubernetes itself have their roles built in. */
export function permissions(): ApiObject[] {
  return [
    role('backlot-sandbox:kwok', KWOK),
    binding('backlot-sandbox:kwok', 'backlot-sandbox:kwok', 'backlot:kwok'),
    role('backlot-sandbox:agent', AGENT),
    binding('backlot-sandbox:agent', 'backlot-sandbox:agent', 'backlot:agent'),
    // Its makers' own role, from the same version as the controller.
    binding('backlot-sandbox:rollouts', 'argo-rollouts', 'backlot:rollouts'),
  ];
}

function role(name: string, rules: readonly Rule[]): ApiObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name, labels: LABELS }, rules };
}

function binding(name: string, role: string, user: string): ApiObject {
  const apiGroup = 'rbac.authorization.k8s.io';
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: LABELS },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup, kind: 'User', name: user }],
  };
}
