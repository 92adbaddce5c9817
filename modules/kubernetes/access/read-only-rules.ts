import { type AccessRule, READ } from './access-rule.js';

/** Sees what runs and how it does; no secrets, no shells. */
export const READ_ONLY_RULES: readonly AccessRule[] = [
  {
    reason: 'Whether a service runs and what its pods say',
    apiGroups: [''],
    resources: [
      'pods',
      'pods/log',
      'pods/status',
      'services',
      'endpoints',
      'configmaps',
      'serviceaccounts',
      'events',
      'resourcequotas',
      'limitranges',
      'persistentvolumeclaims',
    ],
    verbs: READ,
  },
  {
    reason: 'Where pods run and whether there is room',
    apiGroups: [''],
    resources: ['nodes', 'namespaces'],
    verbs: READ,
  },
  {
    reason: 'What was deployed',
    apiGroups: ['apps', 'batch'],
    resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'],
    verbs: READ,
  },
  {
    reason: 'How canaries stand and what judged them',
    apiGroups: ['argoproj.io'],
    resources: ['rollouts', 'analysisruns', 'analysistemplates', 'clusteranalysistemplates', 'experiments'],
    verbs: READ,
  },
  {
    reason: 'Why there are as many pods as there are',
    apiGroups: ['autoscaling', 'policy', 'scheduling.k8s.io', 'keda.sh'],
    resources: ['horizontalpodautoscalers', 'poddisruptionbudgets', 'priorityclasses', 'scaledobjects'],
    verbs: READ,
  },
  {
    reason: 'How requests come in and who may reach whom',
    apiGroups: ['networking.k8s.io', 'gateway.networking.k8s.io', 'discovery.k8s.io'],
    resources: ['ingresses', 'ingressclasses', 'networkpolicies', 'httproutes', 'gateways', 'endpointslices'],
    verbs: READ,
  },
  {
    reason: 'What is measured, and which secrets are meant to be there, without what is in them',
    apiGroups: ['monitoring.coreos.com', 'external-secrets.io'],
    resources: ['podmonitors', 'servicemonitors', 'prometheusrules', 'externalsecrets', 'clustersecretstores'],
    verbs: READ,
  },
  {
    reason: 'What pods and nodes use: kubectl top',
    apiGroups: ['metrics.k8s.io'],
    resources: ['pods', 'nodes'],
    verbs: READ,
  },
  { reason: 'Who deploys at the moment', apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: READ },
];
