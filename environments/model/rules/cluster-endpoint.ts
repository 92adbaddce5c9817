import { addressShare, OPEN_SHARE } from '../../../modules/values/address-share.js';
import { Cidr } from '../../../modules/values/cidr.js';
import { readCidr } from './read-cidr.js';
import type { Rule, RuleProblem } from './rule.js';

/** The public endpoint is open to named networks only, each a real one, none inside another, and not to all in parts. */
export const clusterEndpoint: Rule = ({ cluster }) => {
  if (!cluster) return [];
  const path = ['cluster', 'endpoint', 'publicCidrs'];
  const related = [['cluster', 'endpoint', 'public']];
  const { public: open, publicCidrs } = cluster.endpoint;
  if (open && publicCidrs.length === 0) {
    return [{ path, message: 'a public endpoint needs the networks that may reach it', related }];
  }
  if (!open && publicCidrs.length > 0) {
    return [
      { path, message: 'has no effect: the endpoint is not public', hint: 'write public: true beside it', related },
    ];
  }
  const networks = publicCidrs.map(readCidr);
  const problems = networks.flatMap((network, index): RuleProblem[] => {
    const here = [...path, index];
    if (!(network instanceof Cidr)) return [{ path: here, ...network }];
    if (network.prefix === 0) {
      return [{ path: here, message: `${network} opens the API server to everybody`, hint: 'name the networks' }];
    }
    const outer = networks.find(
      (other, at) =>
        at !== index &&
        other instanceof Cidr &&
        other.prefix > 0 &&
        other.contains(network) &&
        (other.prefix < network.prefix || at < index),
    );
    return outer ? [{ path: here, message: `${network} lies within ${outer}, which is in the list` }] : [];
  });
  const share = addressShare(networks.filter((network) => network instanceof Cidr));
  if (problems.length > 0 || share <= OPEN_SHARE) return problems;
  const message = `the networks together open the API server to ${Number((share * 100).toPrecision(3))}% of all addresses`;
  return [{ path, message, hint: 'name the networks of those who need it' }];
};
