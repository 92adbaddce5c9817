import { zonesOf } from '../aws/regions.js';
import type { Rule } from './rule.js';

/** The zones are in the region, each once, and the region has so many. */
export const zonesExist: Rule = ({ aws, network }) => {
  const known = zonesOf(aws.region);
  if (known.length === 0) return [];
  const path = ['network', 'zones'];
  const related = [['aws', 'region']];
  const { zones } = network;
  const hint = `zones of ${aws.region}: ${known.join(', ')}`;
  if (typeof zones === 'number') {
    if (zones <= known.length) return [];
    return [{ path, message: `${aws.region} has ${known.length} zones for an account, not ${zones}`, hint, related }];
  }
  return zones.flatMap((zone, index) => {
    const here = [...path, index];
    if (!known.includes(zone)) {
      return [{ path: here, message: `there is no zone '${zone}' in ${aws.region}`, hint, related }];
    }
    return zones.indexOf(zone) < index ? [{ path: here, message: `'${zone}' is in the list twice` }] : [];
  });
};
