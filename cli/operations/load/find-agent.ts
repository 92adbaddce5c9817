import { BacklotError } from '../../../modules/values/backlot-error.js';

/**
 * Address of the agent of the sandbox's cluster.
 *
 * @throws BacklotError `ClusterNotRunning`
 */
export async function findAgent(): Promise<string> {
  const { clusterStatus } = await import('../../../sandbox/cluster/index.js');
  const { agent, running } = await clusterStatus();
  if (running && agent) return agent;
  throw new BacklotError({
    code: 'ClusterNotRunning',
    message: "the sandbox's cluster does not run, so there are no services to send requests to",
    actions: ['backlot up local', 'backlot sandbox up'],
  });
}
