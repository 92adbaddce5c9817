import type { Collected } from './collect.js';
import type { Path } from './kinds.js';

/** EKS policies that let their holder make pods. */
const MAKES_PODS = ['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy', 'AmazonEKSEditPolicy'];

/**
 * People who may make a pod in a namespace where a service account has a role that is not for what runs there: a pod that
 * names the account has its role. Whoever administers the whole cluster, and the pipeline, is meant to.
 */
export function clusterPaths({ environment, entries, serviceAccounts }: Collected, tried: () => void): Path[] {
  const services = environment.cluster?.namespace;
  return entries.flatMap(({ principal, policy, namespaces }) => {
    if (!MAKES_PODS.includes(policy) || policy === 'AmazonEKSClusterAdminPolicy') {
      tried();
      return [];
    }
    return serviceAccounts.flatMap(({ namespace, name }): Path[] => {
      tried();
      const reaches = namespaces.length === 0 || namespaces.includes(namespace);
      return reaches && namespace !== services
        ? [{ kind: 'pod of another', who: principal, what: `a pod in ${namespace} as ${name}` }]
        : [];
    });
  });
}
