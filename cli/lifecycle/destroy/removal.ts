import { applyStack } from '../../delivery/deploy/apply-stack.js';
import type { LossGate } from '../../delivery/losses/index.js';
import type { PlannedStack } from '../../delivery/plan/plan-stack.js';
import type { StackDeployment } from '../../delivery/releases/applied-stack.js';
import { stackStep } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import { type GraphNode, type NodeOutcome, reversed, walkGraph } from '../../session/stacks/scheduler.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';

/**
 * Applies plans that remove everything, dependants first, and the states that are empty then. A stack that can't be
 * removed keeps what it depends on. What must be empty to be deleted is emptied just before, if the gate lets it.
 *
 * @returns what happened to each stack, in the order of removal.
 */
export async function removeStacks(
  session: Session,
  planned: ReadonlyMap<string, PlannedStack>,
  gate: LossGate,
): Promise<StackDeployment[]> {
  const { interruption, parallelism } = session;
  const nodes = reversed(session.stacks.filter(({ id }) => planned.has(id)));
  const done = new Map<string, StackDeployment>();
  const take = async (node: GraphNode): Promise<NodeOutcome> => {
    const stack = session.stacks.find(({ id }) => id === node.id);
    const made = planned.get(node.id);
    if (!stack || !made) return 'ok';
    const removed = await remove(session, stack, made, gate);
    done.set(node.id, removed);
    return removed.status === 'applied' || removed.status === 'unchanged' ? 'ok' : 'stopped';
  };
  await walkGraph(nodes, { parallelism, stopped: () => interruption.requested }, take);
  return Promise.all(
    nodes.map(async (node) => done.get(node.id) ?? skipped(node, interruption.requested, session, done)),
  );
}

async function remove(
  session: Session,
  stack: SessionStack,
  { plan, file }: PlannedStack,
  gate: LossGate,
): Promise<StackDeployment> {
  const nothing = { id: stack.id, add: 0, change: 0, replace: 0, destroy: 0, resources: 0, durationMs: 0 };
  if (plan.status === 'failed' || !file) {
    return { ...nothing, resources: await resourcesOf(session, stack), status: 'failed', error: plan.error };
  }
  const removed: StackDeployment =
    plan.status === 'changed'
      ? await applyStack(session, stack, { file, plan, gate, purpose: 'destroy' })
      : { ...nothing, status: 'unchanged' };
  if (removed.status === 'unchanged') (await session.unsettled()).settle(stackStep(stack.id));
  const left = await session.readState(stack);
  if ((removed.status === 'applied' || removed.status === 'unchanged') && left?.resources.length === 0) {
    await session.cloud.states.remove(stack.state);
  }
  return removed;
}

async function skipped(
  { id, dependsOn }: GraphNode,
  stopped: boolean,
  session: Session,
  done: ReadonlyMap<string, StackDeployment>,
): Promise<StackDeployment> {
  const standing = dependsOn.filter((each) => !['applied', 'unchanged'].includes(done.get(each)?.status ?? 'skipped'));
  const reason = stopped ? 'stopped before it was started' : `'${standing.join("', '")}' still needs it`;
  const stack = session.stacks.find((each) => each.id === id);
  const resources = stack ? await resourcesOf(session, stack) : 0;
  return { id, status: 'skipped', reason, add: 0, change: 0, replace: 0, destroy: 0, resources, durationMs: 0 };
}

/** Of what was not touched, as its state has them; where the store is silent by now, more is wrong than this number. */
async function resourcesOf(session: Session, stack: SessionStack): Promise<number> {
  return (await session.readState(stack).catch(() => undefined))?.resources.length ?? 0;
}
