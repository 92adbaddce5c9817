import type { AdmissionResources } from './admission-policy.js';

/** Everything that pods are made from. */
export const WORKLOADS: readonly Omit<AdmissionResources, 'operations'>[] = [
  { apiGroups: [''], resources: ['pods', 'podtemplates', 'replicationcontrollers'] },
  { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'] },
  { apiGroups: ['argoproj.io'], resources: ['rollouts'] },
];

/** CEL: the description of the pods of a workload; empty where it has none of its own. */
export function podSpec(object: 'object' | 'oldObject'): string {
  const of = (holder: string) =>
    `(has(${holder}.template) && has(${holder}.template.spec) ? ${holder}.template.spec : {})`;
  return [
    `${object}.kind == 'Pod' ? ${object}.spec`,
    `${object}.kind == 'PodTemplate' ? ${object}.template.spec`,
    `${object}.kind == 'CronJob' ? ${of(`${object}.spec.jobTemplate.spec`)}`,
    of(`${object}.spec`),
  ].join(' : ');
}

/** CEL: the labels of the pods of a workload, by which they are found and let through networks; empty where it makes none. */
export function podLabels(object: 'object' | 'oldObject'): string {
  const of = (holder: string) =>
    `(has(${holder}.template) && has(${holder}.template.metadata) && has(${holder}.template.metadata.labels) ? ${holder}.template.metadata.labels : {})`;
  return [
    `${object}.kind == 'Pod' ? {}`,
    `${object}.kind == 'PodTemplate' ? ${of(object)}`,
    `${object}.kind == 'CronJob' ? ${of(`${object}.spec.jobTemplate.spec`)}`,
    of(`${object}.spec`),
  ].join(' : ');
}

/** CEL variables of {@link WORKLOADS}: `spec`, its `containers` of all kinds, and its `volumes`. */
export const POD_VARIABLES = {
  spec: podSpec('object'),
  containers: ['containers', 'initContainers', 'ephemeralContainers']
    .map((list) => `(has(variables.spec.${list}) ? variables.spec.${list} : [])`)
    .join(' + '),
  volumes: 'has(variables.spec.volumes) ? variables.spec.volumes : []',
} as const;

/** CEL: no Secret is named in the pods but those of a list. */
export function namesOnly(secrets: string): string {
  const own = (name: string) => `${name} in ${secrets}`;
  return [
    `variables.containers.all(c, !has(c.env) || c.env.all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef) || ${own('e.valueFrom.secretKeyRef.name')}))`,
    `variables.containers.all(c, !has(c.envFrom) || c.envFrom.all(f, !has(f.secretRef) || ${own('f.secretRef.name')}))`,
    `variables.volumes.all(v, !has(v.secret) || ${own('v.secret.secretName')})`,
    `variables.volumes.all(v, !has(v.projected) || !has(v.projected.sources) || v.projected.sources.all(s, !has(s.secret) || ${own('s.secret.name')}))`,
    `variables.volumes.all(v, !has(v.csi) || !has(v.csi.nodePublishSecretRef) || ${own('v.csi.nodePublishSecretRef.name')})`,
    `(!has(variables.spec.imagePullSecrets) || variables.spec.imagePullSecrets.all(s, ${own('s.name')}))`,
  ].join(' && ');
}

/** CEL: the pods have nothing of the node that they run on. */
export const NOTHING_OF_THE_NODE = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map(
    (field) => `(!has(variables.spec.${field}) || !variables.spec.${field})`,
  ),
  'variables.volumes.all(v, !has(v.hostPath))',
  'variables.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || !c.securityContext.privileged)',
].join(' && ');
