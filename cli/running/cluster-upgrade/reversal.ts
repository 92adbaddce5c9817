import { minorOf } from './minor-version.js';

/**
 * Whether and how an upgrade can be taken back.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
 */
export function reversalOf(cluster: string, live: string): string[] {
  const { major, minor } = minorOf(live);
  const before = `${major}.${minor}`;
  return [
    `EKS can take the control plane back to ${before} within 7 days after the upgrade has ended; what is in etcd stays as it is then. Where ${before} is in extended support only, the cluster's upgrade policy must be EXTENDED first.`,
    `Nodes and add-ons are not taken back with it: node groups first (aws eks update-nodegroup-version), because a kubelet must not be newer than the API server; add-ons to versions that fit ${before}.`,
    `Then aws eks update-cluster-version --name ${cluster} --kubernetes-version ${before}, and cluster.version back in the file, or the next deploy upgrades again.`,
    `After 7 days there is no way back: make a cluster of ${before} beside it, deploy the services to it, and move the traffic.`,
  ];
}
