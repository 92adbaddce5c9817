import type { KubernetesObject } from '../../kubernetes/index.js';

type Fields = Record<string, unknown>;

/** Annotation that tells how many replicas a restored workload had. */
export const REPLICAS_ANNOTATION = 'backlot.dev/replicas';

/** Kinds that do nothing by themselves once they are quiet; all others are only tried on the server, and not kept. */
const KEPT: ReadonlySet<string> = new Set([
  ...['ServiceAccount', 'ConfigMap', 'Service', 'ResourceQuota', 'LimitRange', 'Role', 'RoleBinding'],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ...['NetworkPolicy', 'Rollout', 'AnalysisTemplate'],
]);

/**
 * Whether an object is really made in a namespace beside. Routes would take hosts, claims would make disks, monitors,
 * certificates and resources of clouds would act outside the namespace.
 */
export function isKept({ kind, metadata }: KubernetesObject): boolean {
  return metadata.namespace !== undefined && KEPT.has(kind);
}

/** The object in another namespace, without a host that somebody else has. */
export function moved(object: KubernetesObject, from: string, to: string): KubernetesObject {
  const { kind, metadata } = object;
  if (metadata.namespace === undefined) return object;
  const copy = structuredClone(object) as KubernetesObject & { spec?: Fields; subjects?: Fields[] };
  for (const subject of kind === 'RoleBinding' ? (copy.subjects ?? []) : []) {
    if (subject.namespace === from) subject.namespace = to;
  }
  const host = `${metadata.name.slice(0, 50)}.restored.invalid`;
  if (kind === 'Ingress') {
    for (const rule of (copy.spec?.rules ?? []) as Fields[]) rule.host = host;
    if (copy.spec) delete copy.spec.tls;
  }
  if (kind === 'HTTPRoute' && copy.spec) copy.spec.hostnames = [host];
  return { ...copy, metadata: { ...metadata, namespace: to } };
}

/** The object so that nothing of it runs, serves or pulls traffic; how many replicas it had is kept as an annotation. */
export function quiet(object: KubernetesObject): KubernetesObject {
  const copy = structuredClone(object) as KubernetesObject & { spec?: Fields };
  const spec = copy.spec ?? {};
  switch (copy.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return asleep(copy, { ...spec, replicas: 0 });
    case 'Rollout':
      // Its canary may name routes of the namespace that it comes from.
      return asleep(copy, { ...spec, replicas: 0, paused: true, strategy: { canary: {} } });
    case 'DaemonSet': {
      const template = spec.template as Fields & { spec: Fields };
      const nodeSelector = { 'backlot.dev/restored': 'never' };
      return { ...copy, spec: { ...spec, template: { ...template, spec: { ...template.spec, nodeSelector } } } };
    }
    case 'CronJob':
      return { ...copy, spec: { ...spec, suspend: true } };
    case 'Service':
      return { ...copy, spec: inside(spec) };
    default:
      return copy;
  }
}

function asleep(object: KubernetesObject & { readonly spec?: Fields }, spec: Fields): KubernetesObject {
  const annotations = { ...object.metadata.annotations, [REPLICAS_ANNOTATION]: String(object.spec?.replicas ?? 1) };
  return { ...object, metadata: { ...object.metadata, annotations }, spec };
}

/** A load balancer or a port of all nodes would be made for it. */
function inside(spec: Fields): Fields {
  if (spec.type !== 'LoadBalancer' && spec.type !== 'NodePort') return spec;
  const { ports, selector, sessionAffinity } = spec;
  return { type: 'ClusterIP', ports, selector, ...(sessionAffinity ? { sessionAffinity } : {}) };
}
