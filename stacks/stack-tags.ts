import type { Environment } from '../environments/model/index.js';

/** Tags of every resource of a stack: the environment's own, and those that say whose it is. */
export function stackTags(environment: Environment, stack: string): Record<string, string> {
  return {
    ...environment.tags,
    'backlot:platform': environment.platform,
    'backlot:environment': environment.id,
    'backlot:stack': stack,
    'backlot:owner': environment.owner,
  };
}
