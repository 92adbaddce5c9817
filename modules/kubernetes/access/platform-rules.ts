import { type AccessRule, READ, WRITE } from './access-rule.js';

/** What platform engineers may do in a namespace of the platform: all that a deployment of services does. */
export const PLATFORM_RULES: readonly AccessRule[] = [
  {
    reason: 'Deploy services',
    apiGroups: ['apps', 'batch', 'argoproj.io'],
    resources: ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'rollouts', 'analysistemplates'],
    verbs: WRITE,
  },
  {
    reason: 'Deploy what belongs to a service',
    apiGroups: [''],
    resources: ['services', 'configmaps', 'serviceaccounts'],
    verbs: WRITE,
  },
  {
    reason: 'Helm keeps its releases in Secrets; those of services come from Secrets Manager',
    apiGroups: [''],
    resources: ['secrets'],
    verbs: [...READ, ...WRITE],
  },
  {
    reason: 'Deploy how services scale and what may interrupt them',
    apiGroups: ['autoscaling', 'policy', 'keda.sh'],
    resources: ['horizontalpodautoscalers', 'poddisruptionbudgets', 'scaledobjects', 'triggerauthentications'],
    verbs: WRITE,
  },
  {
    reason: 'Deploy how services are reached',
    apiGroups: ['networking.k8s.io', 'gateway.networking.k8s.io'],
    resources: ['ingresses', 'networkpolicies', 'httproutes', 'gateways'],
    verbs: WRITE,
  },
  {
    reason: 'Deploy what is measured and which secrets are fetched',
    apiGroups: ['monitoring.coreos.com', 'external-secrets.io'],
    resources: ['podmonitors', 'servicemonitors', 'prometheusrules', 'externalsecrets'],
    verbs: WRITE,
  },
  {
    reason: 'Hold the lock of a deployment',
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    verbs: WRITE,
  },
  {
    reason: 'Look into a running container when its logs do not say enough',
    apiGroups: [''],
    resources: ['pods/exec', 'pods/ephemeralcontainers'],
    verbs: ['get', 'create', 'patch', 'update'],
  },
];

/** What platform engineers may do with the cluster: its baseline, but no roles beyond their own. */
export const PLATFORM_CLUSTER_RULES: readonly AccessRule[] = [
  { reason: 'Make the namespaces of the baseline', apiGroups: [''], resources: ['namespaces'], verbs: WRITE },
  {
    reason: 'Bound what namespaces may take',
    apiGroups: [''],
    resources: ['resourcequotas', 'limitranges'],
    verbs: WRITE,
  },
  {
    reason: 'Say which pods go first and how canaries are judged',
    apiGroups: ['scheduling.k8s.io', 'argoproj.io'],
    resources: ['priorityclasses', 'clusteranalysistemplates'],
    verbs: WRITE,
  },
  {
    reason: 'See the roles and bindings of the baseline; changing them takes an administrator of the cluster',
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'],
    verbs: READ,
  },
  {
    reason: 'See which custom resources, webhooks and policies the cluster has; changing these takes an administrator',
    apiGroups: ['apiextensions.k8s.io', 'apiregistration.k8s.io', 'admissionregistration.k8s.io'],
    resources: [
      'customresourcedefinitions',
      'apiservices',
      'validatingwebhookconfigurations',
      'mutatingwebhookconfigurations',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
    ],
    verbs: READ,
  },
];
