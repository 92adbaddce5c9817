import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';

const OWNER_LABEL = 'backlot.dev/environment';

/** The namespace that an environment's services run in. */
export function servicesNamespace({ cluster }: Environment): string {
  return cluster?.namespace ?? 'streaming';
}

/**
 * Makes sure that the namespace is there and no other environment's.
 *
 * @throws BacklotError `NamespaceMissing`, `NamespaceOwned`, `NamespaceTerminating`.
 */
export async function requireNamespace(cluster: Kubernetes, environment: Environment): Promise<string> {
  const name = servicesNamespace(environment);
  const { id } = environment;
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  if (!found) {
    throw new BacklotError({
      code: 'NamespaceMissing',
      message: `the cluster ${cluster.access.context} has no namespace '${name}'`,
      actions: [`backlot deploy ${id} --only baseline`],
      details: { namespace: name },
    });
  }
  if (found.metadata.deletionTimestamp) {
    throw new BacklotError({
      code: 'NamespaceTerminating',
      message: `the namespace '${name}' is being deleted since ${found.metadata.deletionTimestamp}`,
      source: 'upstream',
      actions: [`wait until it is gone, then: backlot deploy ${id}`],
      details: { namespace: name },
    });
  }
  const owner = found.metadata.labels?.[OWNER_LABEL];
  if (owner !== undefined && owner !== id) {
    throw new BacklotError({
      code: 'NamespaceOwned',
      message: `the namespace '${name}' belongs to the environment '${owner}', not to '${id}'`,
      actions: ['set cluster.namespace of one of the two to another name', 'check the context of the kubeconfig'],
      details: { namespace: name, owner },
    });
  }
  return name;
}
