import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { OperationOptions } from '../driver/operation-options.js';
import { type Session, type SessionStack, withSession } from '../driver/session.js';
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
    return await withSession(environment, { ...options, start: false }, async (session) => {
      const stacks = await Promise.all(session.selected.map((stack) => stackStatus(session, stack)));
      const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
      const { endpoint } = session.cloud;
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

async function stackStatus(session: Session, stack: SessionStack): Promise<StackStatus> {
  const [state, lock] = await Promise.all([session.readState(stack), session.cloud.states.lock(stack.state)]);
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
