import { CLUSTER_VERSIONS, TABLES_FROM } from '../aws/engine-versions.js';
import type { Rule } from './rule.js';

/** EKS offers the version of Kubernetes. */
export const clusterVersion: Rule = ({ cluster }) => {
  if (!cluster || CLUSTER_VERSIONS.includes(cluster.version)) return [];
  const minor = (version: string | undefined) => Number(version?.split('.')[1]);
  const old = minor(cluster.version) < minor(CLUSTER_VERSIONS[0]);
  const message = `EKS ${old ? 'no longer offers' : 'does not offer'} Kubernetes ${cluster.version}`;
  const hint = `accepted: ${CLUSTER_VERSIONS.join(', ')} (table of ${TABLES_FROM})`;
  return [{ path: ['cluster', 'version'], message, hint }];
};
