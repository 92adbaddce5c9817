import { Cidr } from '../../../modules/values/cidr.js';
import { readCidr } from './read-cidr.js';
import type { Rule } from './rule.js';

/** Three subnets per zone fit into the VPC. */
export const subnetsFit: Rule = ({ network }) => {
  const cidr = readCidr(network.cidr);
  if (!(cidr instanceof Cidr)) return [];
  const zones = typeof network.zones === 'number' ? network.zones : network.zones.length;
  const kinds = [network.subnets.public, network.subnets.private, network.subnets.data];
  const needed = zones * kinds.reduce((sum, prefix) => sum + 2 ** (32 - prefix), 0);
  if (needed <= cidr.size) return [];
  const [open, inner, data] = kinds;
  return [
    {
      path: ['network', 'subnets'],
      message: `${zones} zones with /${open} public, /${inner} private and /${data} data subnets need ${needed} addresses; ${network.cidr} has ${cidr.size}`,
      hint: 'give network.cidr a shorter prefix, or the subnets longer ones',
      related: [
        ['network', 'cidr'],
        ['network', 'zones'],
      ],
    },
  ];
};
