import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import { assertNamespacesOurs } from '../../workloads/namespace-owner.js';

/** The namespace that an environment's services run in. */
export function servicesNamespace({ cluster }: Environment): string {
  return cluster?.namespace ?? 'streaming';
}

/**
 * Makes sure that the namespace is there and no other environment's.
 *
 * @throws BacklotError `NamespaceMissing`, `NamespaceTaken`, `NamespaceTerminating`.
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
      hints: ['wait until it is gone'],
      actions: [`backlot deploy ${id}`],
      details: { namespace: name },
    });
  }
  await assertNamespacesOurs(cluster, environment, [name]);
  return name;
}
