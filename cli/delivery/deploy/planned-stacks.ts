import { BacklotError } from '../../../modules/values/backlot-error.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import type { Session } from '../../session/open/session.js';
import { judgePlans, type Loss, lossesOf, tellUnasked } from '../losses/index.js';
import { makePlan } from '../plan/plan-environment.js';
import type { PlanResult } from '../plan/plan-result.js';
import type { PlannedStack } from '../plan/plan-stack.js';
import { readStates } from '../plan/plan-stacks.js';
import { summarizePlan } from '../plan/plan-summary.js';
import { loadPlan, planFile, type SavedPlan } from '../plan/saved-plan.js';
import type { SavedServices } from '../plan/service-plan.js';
import { withJudgement } from '../plan/with-judgement.js';
import { verifyPlan } from './verify-plan.js';

/** The stacks' part of what is about to be done. */
export interface PlannedStacks {
  readonly plan: PlanResult;
  readonly planned: ReadonlyMap<string, PlannedStack>;
  /** Holds the plan files. */
  readonly folder: string;
  /** Names the plans with the configurations and states that they were made for. @default nothing was planned */
  readonly hash?: string;
  /** Whether it was saved in an earlier run, and may have been reviewed since. @default false */
  readonly reviewed?: boolean;
  /** What the plan says of the services. @default it was made in this run, or doesn't bind them */
  readonly services?: SavedServices;
}

/** For a run that leaves the stacks as they are. */
export function noStacks(session: Session, began: number): PlannedStacks {
  const plan = { ...summarizePlan(session, [], performance.now() - began), planId: 'none' };
  return { plan, planned: new Map(), folder: session.workspace.plans };
}

/** Plans the stacks of the session now. */
export async function freshPlan(session: Session, refresh: boolean, began: number): Promise<PlannedStacks> {
  const { saved, folder, planned } = await makePlan(session, { refresh, began });
  return { plan: saved.result, planned: relocated(planned, folder), folder, hash: hashOf(saved) };
}

/**
 * The plan that was saved before. What its stores hold is looked at again: one that was empty when the plan was made, and
 * isn't now, was in nobody's review.
 *
 * @param removal whether it must be one that removes everything, or none such
 * @throws BacklotError `UnknownPlan`, `CorruptPlan`, `StalePlan`, `OtherPlan`
 */
export async function savedPlan(session: Session, planId: string, removal = false): Promise<PlannedStacks> {
  const { saved, folder } = await loadPlan(session, planId);
  if ((saved.removal ?? false) !== removal) throw otherPlan(session.environment.id, planId, saved);
  await verifyPlan(session, saved, folder, await readStates(session));
  const wanted = new Set(session.selected.map(({ id }) => id));
  const kept = saved.result.stacks.filter(({ id }) => wanted.has(id));
  const listed = lossesOf(kept);
  const again = await judgePlans(
    session,
    kept.map((plan) => ({ plan })),
    { removal },
  );
  tellUnasked(session, again);
  // What was listed stays listed: of what isn't in a state, such as an import, only the plan itself knew.
  const lost = listed.filter((loss) => !again.losses.some((each) => isSame(each, loss)));
  const judgement = { ...again, losses: [...again.losses, ...lost] };
  const stacks = kept.map(({ losses: _, ...plan }) => withJudgement(plan, judgement));
  const unlisted = again.losses.filter((loss) => !listed.some((each) => isSame(each, loss)));
  if (unlisted.length > 0) throw holdsMoreNow(session.environment.id, saved, unlisted);
  const planned = new Map(stacks.map((plan) => [plan.id, { plan, changedOutputs: new Set<string>() }] as const));
  return {
    plan: { ...saved.result, stacks },
    planned: relocated(planned, folder),
    folder,
    hash: hashOf(saved),
    reviewed: true,
    services: saved.services,
  };
}

function isSame(one: Loss, other: Loss): boolean {
  return one.stack === other.stack && one.address === other.address && one.action === other.action;
}

function otherPlan(environment: string, planId: string, { removal }: SavedPlan): BacklotError {
  const command = removal ? 'destroy' : 'deploy';
  return new BacklotError({
    code: 'OtherPlan',
    message: `plan '${planId}' ${removal ? 'removes everything' : 'was made for a deploy'}: only a ${command} applies it; nothing was changed`,
    exitCode: 3,
    actions: [`backlot ${command} ${environment} --plan ${planId}`],
  });
}

/** The store was empty, or there was no such thing as a loss, when the plan was made. */
function holdsMoreNow(
  environment: string,
  { createdAt, result, removal }: SavedPlan,
  losses: readonly Loss[],
): BacklotError {
  return new BacklotError({
    code: 'StalePlan',
    message: `plan '${result.planId}' of ${createdAt} no longer fits, nothing was applied: it lists no loss of ${losses.map(({ name, holds }) => `${name}, which holds ${holds}`).join('; ')}`,
    actions: [removal ? `backlot destroy ${environment}` : `backlot plan ${environment}`],
    details: { planId: result.planId, losses },
  });
}

function hashOf({ services, stacks, tool }: SavedPlan): string {
  return canonicalHash({ services, stacks, tool });
}

/** The plan files were moved when the plan was given its id. */
function relocated(planned: ReadonlyMap<string, PlannedStack>, folder: string): Map<string, PlannedStack> {
  return new Map([...planned].map(([id, made]) => [id, { ...made, file: planFile(folder, id) }]));
}
