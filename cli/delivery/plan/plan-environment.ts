import { rm } from 'node:fs/promises';
import type { Environment } from '../../../environments/model/index.js';
import { settleKilledRuns } from '../../session/driver/killed-run.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { assertImages } from '../services/assert-images.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanResult } from './plan-result.js';
import type { PlannedStack } from './plan-stack.js';
import { planStacks, readStates } from './plan-stacks.js';
import { summarizePlan } from './plan-summary.js';
import { draftFolder, type SavedPlan, savePlan } from './saved-plan.js';
import { planServices, type SavedServices, type ServicePlan, savedServices, servicesChange } from './service-plan.js';
import type { States } from './upstream-outputs.js';

/** The plan of an environment: of its stacks, and of its services as far as the cluster can be asked. */
export interface EnvironmentPlan extends PlanResult {
  /** @default no services run in a cluster, or only some stacks were asked for */
  readonly services?: ServicePlan;
}

/**
 * Plans every stack of an environment, and its services, and saves that for `deploy --plan`. Changes nothing.
 *
 * @throws BacklotError what opening the cloud and synthesis throw, `UnknownStack`, `UnknownService`, `Interrupted`; a stack
 *   that can't be planned is `failed` in the result instead.
 */
export async function planEnvironment(environment: Environment, options: PlanOptions = {}): Promise<EnvironmentPlan> {
  const began = performance.now();
  assertImages(environment, options.images ?? {});
  return withSession(environment, { ...options, needs: ['terraform'] }, async (session) => {
    await settleKilledRuns(session);
    const asked = options.stacks ? undefined : planServices(session, options);
    asked?.catch(() => {}); // awaited where the plan is saved
    const { images, refresh = true } = options;
    const { saved } = await makePlan(session, {
      refresh,
      began,
      services: async () => savedServices(await asked, images),
    });
    const services = await asked;
    if (!services) return saved.result;
    return { ...saved.result, services, hasChanges: saved.result.hasChanges || servicesChange(services) };
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
  options: {
    readonly refresh: boolean;
    readonly destroy?: boolean;
    readonly began: number;
    /** What is kept of the services' plan. @default nothing is bound */
    readonly services?: () => Promise<SavedServices | undefined>;
  },
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
    const kept = await savePlan(session, draft, {
      states,
      planned,
      result,
      services: await options.services?.(),
      removal: options.destroy,
    });
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
