import { awsClients } from '../../adapters/aws/index.js';
import type { Cloud } from '../../session/cloud/index.js';

/** The same cloud, as clients of another region see it. */
export function inRegion(cloud: Cloud, region: unknown): Cloud {
  if (typeof region !== 'string' || region === '' || region === cloud.region) return cloud;
  const settingsFor: Cloud['settingsFor'] =
    cloud.target === 'aws' ? awsClients(region) : (service) => ({ ...cloud.settingsFor(service), region });
  return { ...cloud, region, settingsFor };
}
