import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/index.js';

/** Annotation that names whose an object is: `<platform>/<environment>`. */
export const OWNER_ANNOTATION = 'backlot.dev/owner';

/** Managers that write to namespaces of anybody. */
const NEUTRAL = ['kube-controller-manager', 'kube-apiserver'];

/** `backlot/prod` */
export function ownerOf({ platform, id }: Environment): string {
  return `${platform}/${id}`;
}

/**
 * Refuses to touch a namespace that somebody else made, before anything is changed.
 *
 * @throws BacklotError `NamespaceTaken` with whose it is and how to hand it over.
 */
export async function assertNamespacesOurs(
  cluster: Kubernetes,
  environment: Environment,
  names: readonly string[],
): Promise<void> {
  const found = await Promise.all(names.map((name) => cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })));
  const ours = ownerOf(environment);
  const taken = found.flatMap((namespace) => {
    const owner = namespace && strangerOf(namespace, ours);
    return owner ? [{ namespace: namespace.metadata.name, owner }] : [];
  });
  if (taken.length === 0) return;
  const { context, kubeconfig } = cluster.access;
  throw new BacklotError({
    code: 'NamespaceTaken',
    message: taken
      .map(
        ({ namespace, owner }) =>
          `namespace '${namespace}' exists and belongs to ${owner}, not to environment '${environment.id}'`,
      )
      .join('; '),
    hints: [
      'what follows hands it over to this environment',
      ...(taken.some(({ namespace }) => namespace === environment.cluster?.namespace)
        ? [`or run the services elsewhere: cluster.namespace in environments/${environment.id}.yaml`]
        : []),
    ],
    actions: [
      ...taken.map(
        ({ namespace }) =>
          shell`kubectl --kubeconfig ${kubeconfig} --context ${context} annotate namespace ${namespace} ${OWNER_ANNOTATION}=${ours} --overwrite`,
      ),
    ],
    details: { taken },
  });
}

/** Whose it is in words; undefined when it is ours. */
function strangerOf({ metadata }: KubernetesObject, ours: string): string | undefined {
  const owner = metadata.annotations?.[OWNER_ANNOTATION];
  if (owner) return owner === ours ? undefined : `'${owner}'`;
  const managers = [...new Set((metadata.managedFields ?? []).flatMap(({ manager }) => manager ?? []))];
  const strangers = managers.filter((manager) => !manager.startsWith('backlot') && !NEUTRAL.includes(manager));
  const made = managers.length > 0 && strangers.length === 0;
  if (made) return undefined;
  const tool = metadata.labels?.['app.kubernetes.io/managed-by'];
  return tool ? `whoever uses ${tool}` : `whoever made it with ${strangers.join(', ') || 'a tool that left no name'}`;
}
