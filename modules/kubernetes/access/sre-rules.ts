import type { AccessRule } from './access-rule.js';

/** What SREs may do with services, beside seeing them: decide on canaries, restart, scale, run a job again. */
export const SRE_RULES: readonly AccessRule[] = [
  {
    reason: 'Promote, pause, abort and retry a canary',
    apiGroups: ['argoproj.io'],
    resources: ['rollouts', 'rollouts/status', 'analysisruns'],
    verbs: ['patch', 'update'],
  },
  {
    reason: 'Restart and scale a service; say who did it on its ReplicaSet',
    apiGroups: ['apps', 'argoproj.io'],
    resources: ['deployments', 'deployments/scale', 'replicasets', 'statefulsets', 'rollouts/scale'],
    verbs: ['patch', 'update'],
  },
  {
    reason: 'Raise the floor of a service before a premiere',
    apiGroups: ['autoscaling'],
    resources: ['horizontalpodautoscalers'],
    verbs: ['patch', 'update'],
  },
  { reason: 'Replace a pod that hangs', apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  {
    reason: 'Empty a node without breaking a disruption budget',
    apiGroups: [''],
    resources: ['pods/eviction'],
    verbs: ['create'],
  },
  {
    reason: 'Look at the metrics page of one pod',
    apiGroups: [''],
    resources: ['pods/portforward'],
    verbs: ['create'],
  },
  { reason: 'Run a job again', apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
  { reason: 'Suspend a job that does harm', apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: ['patch'] },
  { reason: 'Say in an event who did what', apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** What SREs may do with the cluster. */
export const SRE_CLUSTER_RULES: readonly AccessRule[] = [
  { reason: 'Take a node out of service and put it back', apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
  {
    reason: 'Empty a node: its pods are in any namespace',
    apiGroups: [''],
    resources: ['pods/eviction'],
    verbs: ['create'],
  },
];
