import type { Environment } from '../environments/model/index.js';
import { zoneNames } from '../modules/availability-zones.js';

/** Names of the availability zones that an environment stands in. */
export function availabilityZones({ aws, network }: Environment): string[] {
  return zoneNames(aws.region, network.zones);
}
