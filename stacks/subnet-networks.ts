import type { Environment } from '../environments/model/index.js';
import { Cidr } from '../modules/values/cidr.js';
import { availabilityZones } from './availability-zones.js';

/** The networks of the subnets of each tier, one for each zone, in the order of the zones. */
export function subnetNetworks(environment: Environment): Record<'private' | 'public' | 'data', Cidr[]> {
  const { cidr, subnets } = environment.network;
  const count = availabilityZones(environment).length;
  const of = (prefix: number) => Array<number>(count).fill(prefix);
  const all = Cidr.parse(cidr).divide([...of(subnets.private), ...of(subnets.public), ...of(subnets.data)]);
  const tier = (index: number) => all.slice(index * count, (index + 1) * count);
  return { private: tier(0), public: tier(1), data: tier(2) };
}
