import type { Severity } from '../../../../resources/severity.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';

/** How grave an object of a kind is, when somebody put it there. */
export interface AddedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default it is an object of a namespace */
  readonly ofCluster?: true;
  readonly judge: (object: KubernetesObject) => { readonly severity: Severity; readonly says?: string };
}

/** The kinds that are looked for: those that give rights, run, listen, let through, decide or hold something. */
export const ADDED_KINDS: readonly AddedKind[] = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', ofCluster: true, judge: binding },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', ofCluster: true, judge: role },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', judge: binding },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', judge: role },
  ...(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const).map((kind) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    ofCluster: true as const,
    judge: () => ({ severity: 'critical' as const, says: 'is asked about what is written to the cluster' }),
  })),
  ...(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'] as const).map((kind) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    ofCluster: true as const,
    judge: graded('high', 'decides what may be written to the cluster'),
  })),
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    ofCluster: true,
    judge: graded('high', 'answers for a part of the API'),
  },
  { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', ofCluster: true, judge: graded('notice') },
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    ofCluster: true,
    judge: graded('high', 'pods with it push others out'),
  },
  { apiVersion: 'v1', kind: 'Namespace', ofCluster: true, judge: graded('notice') },
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    ofCluster: true,
    judge: graded('high', 'reads secrets'),
  },
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => workload('apps/v1', kind)),
  ...['Job', 'CronJob'].map((kind) => workload('batch/v1', kind)),
  workload('v1', 'Pod'),
  workload('v1', 'ReplicationController'),
  workload('argoproj.io/v1alpha1', 'Rollout'),
  ...['AnalysisTemplate', 'AnalysisRun', 'Experiment'].map((kind) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    judge: graded('high', 'runs pods, or tells what a canary is judged by'),
  })),
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ClusterAnalysisTemplate',
    ofCluster: true,
    judge: graded('high', 'tells what canaries are judged by'),
  },
  { apiVersion: 'v1', kind: 'Service', judge: service },
  { apiVersion: 'v1', kind: 'Endpoints', judge: graded('critical', 'leads what is sent to a service elsewhere') },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    judge: graded('critical', 'leads what is sent to a service elsewhere'),
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    ofCluster: true,
    judge: graded('high', 'lets another controller lead requests in'),
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    judge: graded('high', 'leads requests into the cluster'),
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    ofCluster: true,
    judge: graded('high', 'decides where volumes are'),
  },
  { apiVersion: 'v1', kind: 'PersistentVolume', ofCluster: true, judge: volume },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', judge: graded('high', 'leads requests into the cluster') },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    judge: graded('high', 'leads requests into the cluster'),
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', judge: networkPolicy },
  { apiVersion: 'v1', kind: 'Secret', judge: secret },
  { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', judge: graded('high', 'reads secrets') },
  { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', judge: graded('high', 'reads secrets') },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    judge: graded('high', 'changes the number of pods'),
  },
  { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', judge: graded('high', 'changes the number of pods') },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', judge: graded('notice') },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', judge: graded('notice') },
  { apiVersion: 'v1', kind: 'ServiceAccount', judge: graded('notice') },
  { apiVersion: 'v1', kind: 'ConfigMap', judge: graded('notice') },
  { apiVersion: 'v1', kind: 'ResourceQuota', judge: graded('notice') },
  { apiVersion: 'v1', kind: 'LimitRange', judge: graded('notice') },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', judge: graded('notice') },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', judge: graded('notice') },
  { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', judge: graded('notice') },
];

type Verdict = ReturnType<AddedKind['judge']>;

function graded(severity: Severity, says?: string): AddedKind['judge'] {
  return () => ({ severity, ...(says ? { says } : {}) });
}

function binding({ roleRef, subjects = [] }: KubernetesObject): Verdict {
  const { name = '' } = (roleRef ?? {}) as { name?: string };
  const names = (subjects as { name: string }[]).map((subject) => subject.name);
  const nobody = names.some((each) => /^system:(anonymous|unauthenticated|authenticated)$/.test(each));
  const all = ['cluster-admin', 'admin', 'system:masters'].includes(name);
  return { severity: nobody || all ? 'critical' : 'high', says: `gives ${name} to ${names.join(', ') || 'nobody'}` };
}

function role({ rules = [] }: KubernetesObject): Verdict {
  const everything = (rules as { verbs?: string[]; resources?: string[] }[]).some(
    ({ verbs = [], resources = [] }) => verbs.includes('*') && resources.includes('*'),
  );
  return everything ? { severity: 'critical', says: 'may do everything' } : { severity: 'notice' };
}

function workload(apiVersion: string, kind: string): AddedKind {
  return { apiVersion, kind, judge: runs };
}

interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly volumes?: readonly { readonly hostPath?: object }[];
  readonly containers?: readonly {
    readonly image?: string;
    readonly securityContext?: { readonly privileged?: boolean };
  }[];
}

function runs(object: KubernetesObject): Verdict {
  const spec = podSpec(object);
  const images = (spec.containers ?? []).map(({ image }) => image).filter(Boolean);
  const onNode =
    spec.hostNetwork ||
    spec.hostPID ||
    spec.volumes?.some(({ hostPath }) => hostPath) ||
    spec.containers?.some(({ securityContext }) => securityContext?.privileged);
  if (onNode) return { severity: 'critical', says: `runs ${images.join(', ')} with the node's own rights` };
  return { severity: 'high', says: `runs ${images.join(', ')}` };
}

function podSpec({ kind, spec }: KubernetesObject): PodSpec {
  if (kind === 'Pod') return (spec ?? {}) as PodSpec;
  type Template = { readonly template?: { readonly spec?: PodSpec } };
  const { template, jobTemplate } = (spec ?? {}) as Template & { readonly jobTemplate?: { readonly spec?: Template } };
  return template?.spec ?? jobTemplate?.spec?.template?.spec ?? {};
}

function service({ spec = {} }: KubernetesObject): Verdict {
  const { type = 'ClusterIP', externalIPs = [] } = spec as { type?: string; externalIPs?: string[] };
  if (type === 'LoadBalancer') return { severity: 'critical', says: 'makes a load balancer of its own' };
  if (type === 'NodePort' || externalIPs.length > 0) return { severity: 'critical', says: 'opens a port on the nodes' };
  if (type === 'ExternalName') return { severity: 'high', says: 'leads to another host' };
  return { severity: 'notice' };
}

/** Policies only ever add what is let through. */
function networkPolicy({ spec = {} }: KubernetesObject): Verdict {
  const { ingress = [], egress = [] } = spec as Record<'ingress' | 'egress', { from?: object[]; to?: object[] }[]>;
  const open = ingress.some(({ from = [] }) => from.length === 0) || egress.some(({ to = [] }) => to.length === 0);
  return open
    ? { severity: 'critical', says: 'lets everything through' }
    : { severity: 'high', says: 'lets more through' };
}

function volume({ spec = {} }: KubernetesObject): Verdict {
  const { hostPath } = spec as { hostPath?: object };
  return hostPath ? { severity: 'critical', says: 'gives a folder of the node' } : { severity: 'notice' };
}

function secret({ type }: KubernetesObject): Verdict {
  if (type === 'kubernetes.io/service-account-token') return { severity: 'critical', says: 'a login that never ends' };
  return { severity: 'notice' };
}
