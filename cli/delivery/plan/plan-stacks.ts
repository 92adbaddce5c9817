import { join } from 'node:path';
import pLimit from 'p-limit';
import type { StateFile } from '../../adapters/aws/index.js';
import type { StepStatus } from '../../kernel/progress.js';
import { interrupted } from '../../kernel/reported-error.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { judgePlans } from '../losses/find-losses.js';
import { tellUnasked } from '../losses/tell-unasked.js';
import type { StackPlan } from './plan-result.js';
import { type PlannedStack, planStack } from './plan-stack.js';
import { UnchangedCache } from './unchanged-cache.js';
import { type States, unsettledUpstream } from './upstream-outputs.js';
import { withJudgement } from './with-judgement.js';

/** How to plan several stacks. */
export interface PlanStacksOptions {
  readonly refresh: boolean;
  /** @default false */
  readonly destroy?: boolean;
  /** Takes the saved plans. */
  readonly folder: string;
  /** As read before; of stacks that were applied since they are read again. @default read now */
  readonly states?: States;
  /** Step that the steps are part of. @default 'plan' */
  readonly parent?: string;
}

/** The states of all stacks of the session. */
export async function readStates(session: Session): Promise<Map<string, StateFile>> {
  const keys = new Map(session.stacks.map(({ state }) => [state.key, state]));
  // A stack may read the state of something that is not a stack of this environment.
  for (const stack of session.stacks) {
    for (const key of stack.reads.keys()) if (!keys.has(key)) keys.set(key, { ...stack.state, key });
  }
  const read = await Promise.all(
    [...keys].map(async ([key, location]) => [key, await session.cloud.states.read(location)] as const),
  );
  return new Map(read.flatMap(([key, state]) => (state ? [[key, state] as const] : [])));
}

/**
 * Plans stacks at the same time, each against the states as they are; then defers those whose upstream turned out to
 * change what they read. Guessing that nothing changes makes the plan of an unchanged environment take no longer than
 * its slowest stacks.
 *
 * @throws BacklotError `Interrupted`
 */
export async function planStacks(
  session: Session,
  stacks: readonly SessionStack[],
  options: PlanStacksOptions,
): Promise<Map<string, PlannedStack>> {
  const { progress, interruption, environment } = session;
  const limit = pLimit(session.parallelism);
  const states = options.states ?? (await readStates(session));
  // Asked before anything is read: what changes meanwhile makes it another one, and is looked at by the next plan.
  const asks = options.refresh && !options.destroy && stacks.some(({ state }) => states.has(state.key));
  const revision = asks ? await session.cloud.revision?.() : undefined;
  const shared = {
    refresh: options.refresh,
    destroy: options.destroy ?? false,
    states,
    cache: new UnchangedCache(session),
    revision,
  };
  const verb = options.destroy ? 'destroy' : 'plan';
  const planned = new Map<string, Promise<PlannedStack>>();
  for (const stack of stacks) {
    const draft = limit(async () => {
      if (interruption.requested) throw interrupted(`backlot ${verb} ${environment.id}`);
      progress.emit({
        type: 'step-started',
        id: `plan/${stack.id}`,
        title: stack.id,
        parent: options.parent ?? 'plan',
      });
      return planStack(session, stack, { ...shared, file: join(options.folder, `${stack.id}.tfplan`) });
    });
    const settled = draft.then(async (made) => {
      const settledPlan = options.destroy ? made : await settle(session, stack, made, planned);
      // Terraform ends with an error when it is stopped; that is no failure of the stack.
      const stopped = interruption.requested && settledPlan.plan.status === 'failed';
      const ended = stopped
        ? { status: 'interrupted' as const, durationMs: settledPlan.plan.durationMs }
        : describe(settledPlan.plan);
      progress.emit({ type: 'step-finished', id: `plan/${stack.id}`, ...ended });
      return settledPlan;
    });
    planned.set(stack.id, settled);
  }
  const ended = await Promise.allSettled(planned.values());
  if (interruption.requested) throw interrupted(`backlot ${verb} ${environment.id}`);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  const all = await Promise.all([...planned].map(async ([id, plan]) => [id, await plan] as const));
  return judged(session, new Map(all), options.destroy ?? false);
}

/** Each with what it would lose, and what would stop it half way. */
async function judged(
  session: Session,
  planned: ReadonlyMap<string, PlannedStack>,
  removal: boolean,
): Promise<Map<string, PlannedStack>> {
  const judgement = await judgePlans(session, [...planned.values()], { removal });
  tellUnasked(session, judgement);
  return new Map(
    [...planned].map(([id, made]) => [id, { ...made, plan: withJudgement(made.plan, judgement) }] as const),
  );
}

/** Waits for the plans of what the stack reads, and defers it when one of them changes that. */
async function settle(
  session: Session,
  stack: SessionStack,
  made: PlannedStack,
  planned: ReadonlyMap<string, Promise<PlannedStack>>,
): Promise<PlannedStack> {
  if (made.plan.status === 'deferred') return made;
  for (const [key, reads] of stack.reads) {
    const id = session.stacks.find(({ state }) => state.key === key)?.id;
    const upstream = id === undefined ? undefined : await planned.get(id);
    if (!upstream) continue;
    const { changedOutputs } = upstream;
    const reason = unsettledUpstream(reads, { id: id ?? key, status: upstream.plan.status, changedOutputs });
    if (reason) return { plan: defer(made.plan, reason), changedOutputs: new Set() };
  }
  return made;
}

/** What would have changed is not known any more; what was changed from outside still is. */
function defer(plan: StackPlan, reason: string): StackPlan {
  const { error: _, ...kept } = plan;
  return { ...kept, status: 'deferred', reason, add: 0, change: 0, replace: 0, destroy: 0, changes: [], outputs: [] };
}

const STATUS: Readonly<Record<StackPlan['status'], StepStatus>> = {
  unchanged: 'unchanged',
  changed: 'done',
  deferred: 'deferred',
  failed: 'failed',
};

function describe(plan: StackPlan): { status: StepStatus; message?: string; durationMs: number } {
  const counts = (['add', 'change', 'replace', 'destroy'] as const).filter((key) => plan[key] > 0);
  const drift = plan.drift.length > 0 ? [`${plan.drift.length} changed from outside`] : [];
  const said = [...counts.map((key) => `${plan[key]} to ${key}`), ...drift].join(', ');
  const outputs = said === '' && plan.status === 'changed' ? 'only outputs change' : said;
  const message = plan.reason ?? plan.error?.message.split('\n')[0] ?? outputs;
  return { status: STATUS[plan.status], ...(message ? { message } : {}), durationMs: plan.durationMs };
}
