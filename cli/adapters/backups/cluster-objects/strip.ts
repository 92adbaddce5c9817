import type { KubernetesObject } from '../../kubernetes/index.js';

type Fields = Record<string, unknown>;

/** Annotations of controllers and of kubectl, which say nothing of what was meant. */
const NOISE = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'rollout.argoproj.io/revision',
  'argo-rollouts.argoproj.io/managed-by-rollouts',
  'deprecated.daemonset.template.generation',
  'volume.kubernetes.io/selected-node',
  'volume.kubernetes.io/storage-provisioner',
  'volume.beta.kubernetes.io/storage-provisioner',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
];

/** Key of a selector by which Argo Rollouts names the pods of one revision. */
export const REVISION_KEY = 'rollouts-pod-template-hash';

/** An object as it could be applied again: without status, identity and what the server or a controller filled in. */
export function strip(object: KubernetesObject): KubernetesObject {
  const { status: _, metadata, apiVersion, kind, ...rest } = structuredClone(object) as Fields & KubernetesObject;
  const { name, namespace, labels, annotations = {} } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => !NOISE.includes(key));
  const body = { ...rest } as Fields;
  FILLED_IN[kind]?.(body);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}),
    },
    ...body,
  };
}

const FILLED_IN: Readonly<Record<string, (body: Fields) => void>> = {
  Service: ({ spec }) => {
    const fields = spec as Fields;
    if (fields.clusterIP !== 'None') remove(fields, 'clusterIP', 'clusterIPs', 'ipFamilies');
    remove(fields, 'healthCheckNodePort');
    remove((fields.selector ?? {}) as Fields, REVISION_KEY);
    for (const port of (fields.ports ?? []) as Fields[]) remove(port, 'nodePort');
  },
  ServiceAccount: (body) => remove(body, 'secrets'),
  PersistentVolumeClaim: ({ spec }) => remove(spec as Fields, 'volumeName'),
  Namespace: (body) => remove(body, 'spec'),
};

function remove(fields: Fields, ...names: readonly string[]): void {
  for (const name of names) delete fields[name];
}
