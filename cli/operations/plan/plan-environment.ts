import { rm } from 'node:fs/promises';
import type { Environment } from '../../../environments/model/index.js';
import { settleKilledRuns } from '../driver/killed-run.js';
import { type Session, type SessionStack, withSession } from '../driver/session.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanResult } from './plan-result.js';
import type { PlannedStack } from './plan-stack.js';
import { planStacks, readStates } from './plan-stacks.js';
import { summarizePlan } from './plan-summary.js';
import { draftFolder, type SavedPlan, savePlan } from './saved-plan.js';
import type { States } from './upstream-outputs.js';

/**
 * Plans every stack of an environment and saves the plans for `deploy --plan`. Changes nothing.
 *
 * @throws BacklotError what opening the cloud and synthesis throw, `UnknownStack`, `Interrupted`; a stack that can't be
 *   planned is `failed` in the result instead.
 */
export async function planEnvironment(environment: Environment, options: PlanOptions = {}): Promise<PlanResult> {
  const began = performance.now();
  return withSession(environment, options, async (session) => {
    await settleKilledRuns(session);
    const { saved } = await makePlan(session, { refresh: options.refresh ?? true, began });
    return saved.result;
  });
}

/** A plan that was made and saved. */
export interface MadePlan {
  readonly saved: SavedPlan;
  readonly folder: string;
  readonly planned: ReadonlyMap<string, PlannedStack>;
  readonly states: States;
}

/** Plans the selected stacks of a session and saves the result. */
export async function makePlan(
  session: Session,
  options: { readonly refresh: boolean; readonly destroy?: boolean; readonly began: number },
): Promise<MadePlan> {
  const { progress, environment, selected } = session;
  const title = options.destroy ? `Preview the removal of ${environment.id}` : `Plan ${environment.id}`;
  const began = performance.now();
  progress.emit({ type: 'step-started', id: 'plan', title });
  const draft = await draftFolder(session);
  try {
    const states = await readStates(session);
    const unsettled = await session.unsettled();
    // One that was killed before its first state was stored may have made something all the same.
    const exists = ({ id, state }: SessionStack) => states.has(state.key) || unsettled.createsOf(id) !== undefined;
    const stacks = options.destroy ? selected.filter(exists) : selected;
    const planned = await planStacks(session, stacks, { ...options, folder: draft, states });
    const plans = stacks.flatMap(({ id }) => planned.get(id)?.plan ?? []);
    const result = summarizePlan(session, plans, performance.now() - options.began);
    const kept = await savePlan(session, draft, states, planned, result);
    const status = result.totals.failed > 0 ? 'failed' : result.hasChanges ? 'done' : 'unchanged';
    progress.emit({ type: 'step-finished', id: 'plan', status, durationMs: performance.now() - began });
    return { ...kept, planned, states };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const status = session.interruption.requested ? 'interrupted' : 'failed';
    progress.emit({ type: 'step-finished', id: 'plan', status, durationMs: performance.now() - began });
    throw error;
  }
}
