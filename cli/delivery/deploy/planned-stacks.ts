import { canonicalHash } from '../../kernel/canonical-hash.js';
import type { Session } from '../../session/open/session.js';
import { makePlan } from '../plan/plan-environment.js';
import type { PlanResult } from '../plan/plan-result.js';
import type { PlannedStack } from '../plan/plan-stack.js';
import { readStates } from '../plan/plan-stacks.js';
import { summarizePlan } from '../plan/plan-summary.js';
import { loadPlan, planFile, type SavedPlan } from '../plan/saved-plan.js';
import type { SavedServices } from '../plan/service-plan.js';
import { verifyPlan } from './verify-plan.js';

/** The stacks' part of what is about to be done. */
export interface PlannedStacks {
  readonly plan: PlanResult;
  readonly planned: ReadonlyMap<string, PlannedStack>;
  /** Holds the plan files. */
  readonly folder: string;
  /** Names the plans with the configurations and states that they were made for. @default nothing was planned */
  readonly hash?: string;
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

/** The plan that was saved before. @throws BacklotError `UnknownPlan`, `CorruptPlan`, `StalePlan` */
export async function savedPlan(session: Session, planId: string): Promise<PlannedStacks> {
  const { saved, folder } = await loadPlan(session, planId);
  await verifyPlan(session, saved, folder, await readStates(session));
  const wanted = new Set(session.selected.map(({ id }) => id));
  const stacks = saved.result.stacks.filter(({ id }) => wanted.has(id));
  const planned = new Map(stacks.map((plan) => [plan.id, { plan, changedOutputs: new Set<string>() }] as const));
  return {
    plan: { ...saved.result, stacks },
    planned: relocated(planned, folder),
    folder,
    hash: hashOf(saved),
    services: saved.services,
  };
}

function hashOf({ services, stacks, tool }: SavedPlan): string {
  return canonicalHash({ services, stacks, tool });
}

/** The plan files were moved when the plan was given its id. */
function relocated(planned: ReadonlyMap<string, PlannedStack>, folder: string): Map<string, PlannedStack> {
  return new Map([...planned].map(([id, made]) => [id, { ...made, file: planFile(folder, id) }]));
}
