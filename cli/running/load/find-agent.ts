import { BacklotError } from '../../../modules/values/backlot-error.js';

/**
 * Address of the agent of the cluster of a sandbox environment.
 *
 * @throws BacklotError `ClusterNotRunning`
 */
export async function findAgent(environment?: string): Promise<string> {
  const { clusterStatus } = await import('../../../sandbox/cluster/index.js');
  const { agent, running } = await clusterStatus(environment);
  if (running && agent) return agent;
  throw new BacklotError({
    code: 'ClusterNotRunning',
    message: "the sandbox's cluster does not run, so there are no services to send requests to",
    actions: [`backlot up ${environment ?? 'local'}`, 'backlot sandbox up'],
  });
}
