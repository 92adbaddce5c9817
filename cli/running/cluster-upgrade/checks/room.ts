import { fitting } from '../../day-two/scale/capacity.js';
import type { UpgradeFinding } from '../upgrade-result.js';
import type { UpgradeView } from './upgrade-view.js';

/**
 * Addresses that an upgrade takes of a subnet: up to five for the new control plane's interfaces.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 */
const CONTROL_PLANE_ADDRESSES = 5;

/** Whether the pods of the fullest node find room on the others, when no new node came in time. */
export function checkCapacity({ pods, rooms }: UpgradeView): UpgradeFinding[] {
  if (rooms.length < 2) {
    const message = `${rooms.length} node takes pods: while it is replaced, nothing runs`;
    return [{ check: 'capacity', severity: 'warns', message }];
  }
  const byNode = rooms.map(({ node }) => {
    const own = pods.filter(
      ({ metadata, spec, status }) =>
        spec?.nodeName === node.metadata.name &&
        status?.phase === 'Running' &&
        !metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet'),
    );
    const others = rooms.filter((room) => room.node.metadata.name !== node.metadata.name);
    const homeless = own.filter(({ spec }) => fitting(others, spec) === 0);
    return { node: node.metadata.name, pods: own.length, homeless };
  });
  const worst = byNode.sort((a, b) => b.homeless.length - a.homeless.length || b.pods - a.pods)[0];
  if (worst && worst.homeless.length > 0) {
    const message = `${worst.homeless.length} pods of node ${worst.node} find room on no other node: they wait until a new one is there`;
    const objects = worst.homeless.slice(0, 10).map(({ metadata }) => `Pod ${metadata.namespace}/${metadata.name}`);
    return [{ check: 'capacity', severity: 'warns', message, objects }];
  }
  const message = `each pod of the fullest node (${worst?.node}, ${worst?.pods} pods) finds room on another`;
  return [{ check: 'capacity', severity: 'ok', message }];
}

/** Whether the subnets have addresses for the control plane and for the nodes that come before the old ones go. */
export function checkAddresses({ addresses, nodes }: UpgradeView): UpgradeFinding[] {
  if (addresses === undefined || Object.keys(addresses).length === 0) {
    return [{ check: 'addresses', severity: 'unknown', message: 'free addresses of the subnets are not known here' }];
  }
  const short = Object.entries(addresses).filter(([, free]) => free < CONTROL_PLANE_ADDRESSES);
  if (short.length > 0) {
    const message = `EKS needs up to ${CONTROL_PLANE_ADDRESSES} free addresses: ${short.map(([id, free]) => `${id} has ${free}`).join(', ')}`;
    return [{ check: 'addresses', severity: 'blocks', message, objects: short.map(([id]) => id) }];
  }
  const free = Object.values(addresses).reduce((sum, each) => sum + each, 0);
  // A third of the nodes at once come beside the old ones, each with addresses for its pods.
  const wanted = Math.ceil(nodes.length / 3) * 30;
  const message = `${free} free addresses in ${Object.keys(addresses).length} subnets`;
  if (free < wanted)
    return [
      {
        check: 'addresses',
        severity: 'warns',
        message: `${message}; about ${wanted} are taken while nodes are replaced`,
      },
    ];
  return [{ check: 'addresses', severity: 'ok', message }];
}
