import { rm } from 'node:fs/promises';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { settleKilledRuns } from '../driver/killed-run.js';
import { interrupted } from '../driver/reported-error.js';
import { type Session, withSession } from '../driver/session.js';
import { makePlan } from '../plan/plan-environment.js';
import type { PlanResult } from '../plan/plan-result.js';
import type { PlannedStack } from '../plan/plan-stack.js';
import { readStates } from '../plan/plan-stacks.js';
import { summarizePlan } from '../plan/plan-summary.js';
import { loadPlan, planFile } from '../plan/saved-plan.js';
import { ClusterPhases } from './cluster-phases.js';
import type { DeployOptions } from './deploy-options.js';
import type { DeployResult } from './deploy-result.js';
import { summarizeDeploy, withCluster } from './deploy-summary.js';
import { choosePhases, type Phase } from './phase.js';
import { Rollout, wavesFolder } from './rollout.js';
import { verifyPlan } from './verify-plan.js';

/**
 * Makes the cloud and its cluster what the environment declares: applies a saved plan, or plans, asks and applies, stack
 * after stack, then baseline, controllers, dashboards and services. A stack that fails is `failed` in the result, its
 * dependants `skipped`; its siblings go on. The cluster is touched only when all its stacks are applied.
 *
 * @throws BacklotError `Declined`, `StalePlan`, `UnknownPlan`, `UnknownService`, `PhaseConflict`, `NoCluster`,
 *   `EnvironmentLocked`, `Interrupted` (before anything was changed), and what opening the cloud and synthesis throw.
 */
export async function deployEnvironment(environment: Environment, options: DeployOptions): Promise<DeployResult> {
  const began = performance.now();
  const phases = choosePhases(environment, options);
  return withSession(environment, { ...options, changes: 'deploy' }, async (session) => {
    await settleKilledRuns(session);
    const cluster = new ClusterPhases({ session, phases, options });
    const planned = await planStacks(session, phases, options, began);
    const services = await cluster.preview();
    const work =
      planned.plan.stacks.some(({ status }) => status === 'changed' || status === 'deferred') ||
      services?.some(({ action }) => action !== 'unchanged');
    if (work && !(await options.approve(planned.plan, services))) throw declined('deploy', environment.id);
    if (session.interruption.requested) throw interrupted(`backlot deploy ${environment.id}`);
    const stacks = await applyStacks(session, planned, options, began);
    if (stacks.outcome !== 'complete' || !cluster.wanted) return stacks;
    return withCluster(stacks, await cluster.deploy(), began);
  });
}

async function planStacks(
  session: Session,
  phases: ReadonlySet<Phase>,
  options: DeployOptions,
  began: number,
): Promise<Planned> {
  if (!phases.has('stacks')) {
    const nothing = { ...summarizePlan(session, [], performance.now() - began), planId: 'none' };
    return { plan: nothing, planned: new Map(), folder: session.workspace.plans };
  }
  return options.planId ? savedPlan(session, options.planId) : freshPlan(session, options.refresh ?? true, began);
}

async function applyStacks(
  session: Session,
  { plan, planned, folder }: Planned,
  options: DeployOptions,
  began: number,
): Promise<DeployResult> {
  if (planned.size === 0) return summarizeDeploy(session, [], { began, command: 'deploy' });
  const started = performance.now();
  const waves = wavesFolder(folder);
  session.progress.emit({ type: 'step-started', id: 'apply', title: `Deploy ${session.environment.id}` });
  try {
    const rollout = new Rollout({
      session,
      planned,
      folder: waves,
      continueDeferred: options.continueDeferred ?? options.planId === undefined,
      refresh: options.refresh ?? true,
      approve: async (stacks) =>
        options.approve({ ...summarizePlan(session, stacks, performance.now() - started), planId: plan.planId }),
    });
    const result = summarizeDeploy(session, await rollout.run(), { began, command: 'deploy' });
    const durationMs = performance.now() - started;
    session.progress.emit({ type: 'step-finished', id: 'apply', status: STATUS[result.outcome], durationMs });
    return result;
  } finally {
    await rm(waves, { recursive: true, force: true });
  }
}

const STATUS = {
  complete: 'done',
  partial: 'deferred',
  held: 'deferred',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;

/** The error of a declined question: nothing was changed. */
export function declined(command: 'deploy' | 'destroy', environment: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `declined: nothing was changed in '${environment}'`,
    actions: [`backlot ${command} ${environment}`],
  });
}

interface Planned {
  readonly plan: PlanResult;
  readonly planned: ReadonlyMap<string, PlannedStack>;
  readonly folder: string;
}

async function freshPlan(session: Session, refresh: boolean, began: number): Promise<Planned> {
  const { saved, folder, planned } = await makePlan(session, { refresh, began });
  return { plan: saved.result, planned: relocated(planned, folder), folder };
}

async function savedPlan(session: Session, planId: string): Promise<Planned> {
  const { saved, folder } = await loadPlan(session, planId);
  await verifyPlan(session, saved, folder, await readStates(session));
  const wanted = new Set(session.selected.map(({ id }) => id));
  const stacks = saved.result.stacks.filter(({ id }) => wanted.has(id));
  const planned = new Map(stacks.map((plan) => [plan.id, { plan, changedOutputs: new Set<string>() }] as const));
  return { plan: { ...saved.result, stacks }, planned: relocated(planned, folder), folder };
}

/** The plan files were moved when the plan was given its id. */
function relocated(planned: ReadonlyMap<string, PlannedStack>, folder: string): Map<string, PlannedStack> {
  return new Map([...planned].map(([id, made]) => [id, { ...made, file: planFile(folder, id) }]));
}
