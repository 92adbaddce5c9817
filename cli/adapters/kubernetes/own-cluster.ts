import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { StackOutputs } from './cluster-access.js';
import type { Kubernetes, KubernetesObject, ObjectReference } from './kubernetes.js';

/** The object in which a cluster says which environment it belongs to. */
export const CLUSTER_IDENTITY: ObjectReference = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'backlot-cluster',
  namespace: 'backlot-system',
};

interface IdentityObject extends KubernetesObject {
  readonly data?: { readonly platform?: string; readonly environment?: string };
}

/**
 * Makes sure that a cluster belongs to the environment, before anything in it is changed. A cluster that says nothing of
 * itself is taken when a person named it for a sandbox environment, or when its address is that of the cluster's stack.
 *
 * @throws BacklotError `ForeignCluster`.
 */
export async function assertOwnCluster(
  cluster: Kubernetes,
  environment: Environment,
  outputs: StackOutputs = {},
): Promise<void> {
  const { server, context, source, kubeconfig } = cluster.access;
  const identity = await cluster.get<IdentityObject>(CLUSTER_IDENTITY);
  const foreign = (reason: string, hints: string[], actions: string[], details: Record<string, unknown>) =>
    new BacklotError({
      code: 'ForeignCluster',
      message: `context '${context}' (${server}) is not the cluster of environment '${environment.id}': ${reason}`,
      exitCode: 3,
      hints,
      actions,
      details: { environment: environment.id, context, server, kubeconfig, ...details },
    });
  if (identity?.data) {
    const { platform, environment: owner } = identity.data;
    if (platform === environment.platform && owner === environment.id) return;
    throw foreign(
      `it belongs to environment '${owner}' of platform '${platform}'`,
      source === 'sandbox'
        ? ['`backlot sandbox reset` empties the sandbox, when the other one is no longer needed']
        : ['name the right one: --context <name>; what follows lets this one change hands'],
      source === 'sandbox'
        ? []
        : [shell`kubectl --context ${context} -n backlot-system delete configmap backlot-cluster`],
      { owner, ownerPlatform: platform },
    );
  }
  const expected = outputs.cluster?.cluster_endpoint;
  if (environment.target === 'aws' && source === 'context' && server !== expected) {
    throw foreign(
      typeof expected === 'string'
        ? `that one is ${expected}`
        : "its stack 'cluster' is not applied, so nothing vouches for it",
      [`leave --context away: backlot finds the cluster of ${environment.id} by itself`],
      ['kubectl config get-contexts'],
      { expected },
    );
  }
}
