import type { Environment } from '../environments/model/index.js';
import { boundedName } from '../modules/bounded-name.js';
import type { ContainerLogGroups } from '../modules/controllers/index.js';
import { ResourceNames } from './resource-names.js';

/** Names of the log groups that container logs go to. */
export function containerLogGroups(environment: Environment): ContainerLogGroups {
  const cluster = boundedName(new ResourceNames(environment).of('cluster'), 100);
  return { services: `/aws/eks/${cluster}/services`, platform: `/aws/eks/${cluster}/platform` };
}
