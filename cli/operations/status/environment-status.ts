import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Cloud } from '../cloud/index.js';
import type { OperationOptions } from '../driver/operation-options.js';
import { withReading } from '../driver/reading.js';
import type { SessionStack } from '../driver/session-stacks.js';
import { stackGraph } from '../graph/index.js';
import type { EnvironmentStatus, StackStatus } from './status-result.js';

/**
 * Tells what is applied, when, by what, and who holds locks. Starts nothing: a sandbox that is down is told as such.
 *
 * @throws BacklotError `UnknownStack`, and what opening a real account throws.
 */
export async function environmentStatus(
  environment: Environment,
  options: OperationOptions = {},
): Promise<EnvironmentStatus> {
  const { id, target, aws } = environment;
  const known = { environment: id, target, account: aws.accountId, region: aws.region };
  try {
    return await withReading(environment, options, async ({ cloud, selected }) => {
      const stacks = await Promise.all(selected.map((stack) => stackStatus(cloud, stack)));
      const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
      const { endpoint } = cloud;
      return { ...known, reachable: true, ...(endpoint ? { endpoint } : {}), stacks, resources };
    });
  } catch (error) {
    if (!(error instanceof BacklotError) || error.code !== 'SandboxDown') throw error;
    const graph = await stackGraph(environment, options);
    const wanted = graph.stacks.filter((stack) => !options.stacks?.length || options.stacks.includes(stack.id));
    const stacks = wanted.map((stack) => ({ id: stack.id, applied: false, resources: 0 }));
    return { ...known, reachable: false, stacks, resources: 0 };
  }
}

async function stackStatus(cloud: Cloud, stack: SessionStack): Promise<StackStatus> {
  const [state, lock] = await Promise.all([cloud.states.read(stack.state), cloud.states.lock(stack.state)]);
  const locked = lock ? { lock } : {};
  if (!state) return { id: stack.id, applied: false, resources: 0, ...locked };
  return {
    id: stack.id,
    applied: true,
    serial: state.serial,
    resources: state.resources.length,
    lastApplied: state.lastModified.toISOString(),
    toolVersion: state.toolVersion,
    ...locked,
  };
}
