import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { declined } from '../../delivery/deploy/deploy-environment.js';
import type { DeployResult } from '../../delivery/deploy/deploy-result.js';
import { summarizeDeploy } from '../../delivery/deploy/deploy-summary.js';
import { type PlannedStacks, savedPlan } from '../../delivery/deploy/planned-stacks.js';
import { LossGate } from '../../delivery/losses/index.js';
import { makePlan } from '../../delivery/plan/plan-environment.js';
import { readStates } from '../../delivery/plan/plan-stacks.js';
import { planFile } from '../../delivery/plan/saved-plan.js';
import { readyLedger } from '../../delivery/releases/ready-ledger.js';
import { openLedger } from '../../delivery/releases/with-ledger.js';
import { interrupted } from '../../kernel/reported-error.js';
import { settleKilledRuns } from '../../session/driver/killed-run.js';
import { journaled } from '../../session/journal/index.js';
import type { Session } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { readStackOutputs } from '../../session/outputs/stack-outputs.js';
import type { DestroyOptions } from './destroy-options.js';
import { keepStateBucket } from './keep-state.js';
import { assertStateRemovable, keptState } from './locked-state.js';
import { tellLookAlikes } from './look-alikes.js';
import { removeStacks } from './removal.js';
import { removeCluster as removeRealCluster } from './remove-cluster.js';

/**
 * Removes every stack that was applied, dependants first. `applied` in the result means removed; stacks without a state
 * are not part of it. Every guard is asked before anything goes. Stores that hold data go only by name. Once all of a sandbox environment is gone, so is its
 * state bucket; the one of a real account keeps the releases, their archives and the journal unless `withState` is said.
 *
 * @throws BacklotError `StateRetained`, `DataProtected`, `DeletionGuarded`, `Declined`, `StillNeeded`, `StalePlan`, `LedgerKeyMissing`,
 *   `Interrupted` (before anything was changed), and what opening the cloud throws.
 */
export async function destroyEnvironment(environment: Environment, options: DestroyOptions): Promise<DeployResult> {
  const began = performance.now();
  const startedAt = new Date();
  return withSession(environment, { ...options, needs: ['terraform'], changes: 'destroy' }, async (opened) => {
    await settleKilledRuns(opened);
    await readyLedger(opened, openLedger(environment, opened.cloud, opened.progress), false);
    if (options.withState) await assertStateRemovable(opened);
    const session = keepStateBucket(opened);
    const {
      plan,
      planned,
      reviewed = false,
    } = options.planId ? await savedPlan(session, options.planId, true) : await freshRemoval(session, began);
    await assertNotNeeded(session);
    await tellLookAlikes(session);
    const gate = new LossGate({ ...options, environment: environment.id, command: again(environment.id, options) });
    gate.check(plan.stacks, plan.planId);
    if (plan.stacks.length > 0 && !(await options.approve(plan))) throw declined('destroy', environment.id);
    const question = { reviewed, planId: plan.planId };
    if (!(await gate.confirm(plan.stacks, question))) throw declined('destroy', environment.id);
    if (session.interruption.requested) throw interrupted(`backlot destroy ${environment.id}`);
    const started = performance.now();
    session.progress.emit({ type: 'step-started', id: 'destroy', title: `Destroy ${environment.id}` });
    if (session.selected.some(({ id }) => id === 'cluster')) await emptyCluster(session, options);
    const stacks = await removeStacks(session, planned, gate);
    const summary = summarizeDeploy(session, stacks, { began, command: 'destroy' });
    await recordDestroy(session, summary, startedAt, gate);
    if (summary.outcome === 'complete') await removeState(session, options.withState ?? false);
    const durationMs = performance.now() - started;
    session.progress.emit({ type: 'step-finished', id: 'destroy', status: STATUS[summary.outcome], durationMs });
    return summary;
  });
}

const STATUS = {
  complete: 'done',
  partial: 'skipped',
  held: 'skipped',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;

/** Plans the removal of all that there is. */
async function freshRemoval(session: Session, began: number): Promise<PlannedStacks> {
  const { saved, folder, planned } = await makePlan(session, { refresh: true, destroy: true, began });
  const moved = [...planned].map(([id, made]) => [id, { ...made, file: made.file && planFile(folder, id) }] as const);
  return { plan: saved.result, planned: new Map(moved), folder };
}

/** The destroy as it was asked for, for next steps. */
function again(environment: string, { stacks = [], withState, planId }: DestroyOptions): string {
  const flags = [
    ...(planId ? ['--plan', planId] : []),
    ...stacks.flatMap((stack) => ['--stack', stack]),
    ...(withState ? ['--with-state'] : []),
  ];
  return ['backlot destroy', environment, ...flags].join(' ');
}

/** Of a part of the stacks none may be one that others, which stay, stand on. */
async function assertNotNeeded(session: Session): Promise<void> {
  const states = await readStates(session);
  const going = new Set(session.selected.map(({ id }) => id));
  const needed = session.stacks.flatMap((stack) =>
    going.has(stack.id) || !states.get(stack.state.key)?.resources.length
      ? []
      : stack.dependsOn.filter((id) => going.has(id)).map((id) => ({ id, by: stack.id })),
  );
  if (needed.length === 0) return;
  const by = [...new Set(needed.map((each) => each.by))];
  throw new BacklotError({
    code: 'StillNeeded',
    message: `${needed.map((each) => `stack '${each.id}' is needed by '${each.by}'`).join(', ')}, which would stay`,
    exitCode: 3,
    actions: [
      `backlot destroy ${session.environment.id} ${[...going, ...by].map((id) => `--stack ${id}`).join(' ')}`,
      `backlot destroy ${session.environment.id}`,
    ],
  });
}

/** What went is a release too: where there is none, there is nothing to say that it went. */
async function recordDestroy(
  session: Session,
  { stacks, outcome }: DeployResult,
  startedAt: Date,
  { lost }: LossGate,
): Promise<void> {
  if (stacks.length === 0) return;
  const { recordRelease } = await import('../../delivery/releases/record-release.js');
  const durationMs = Date.now() - startedAt.getTime();
  const ended = outcome === 'held' ? 'partial' : outcome;
  await recordRelease(session, { operation: 'destroy', outcome: ended, startedAt, durationMs, stacks, losses: lost });
}

async function emptyCluster(session: Session, { removeCluster = removeRealCluster }: DestroyOptions): Promise<void> {
  const { cloud, environment, journal, openCluster, progress } = session;
  const outputs = await readStackOutputs(session);
  const entry = { step: 'cluster', intent: 'emptying the cluster' };
  await journaled(journal, entry, () =>
    removeCluster(environment, { progress, outputs, openCluster, awsEndpoint: cloud.endpoint }),
  );
}

async function removeState(session: Session, withState: boolean): Promise<void> {
  const { cloud, environment, progress } = session;
  const bucket = session.stacks[0]?.state.bucket;
  if (!bucket || (await cloud.states.list(bucket, '')).length > 0) return;
  if (cloud.target === 'sandbox' || withState) {
    // Asked again, as the destroy was recorded meanwhile: key and heads stay with the releases that they vouch for.
    const kept = await keptState(session);
    if (kept !== undefined) {
      progress.emit({ type: 'note', level: 'warning', message: kept });
      return;
    }
    // First: a head that outlived the ledger would call the next one forged.
    await cloud.signing?.retire();
    await cloud.states.removeBucket(bucket);
    await cloud.stateBucket.retireKey();
    return;
  }
  const message = `the state bucket '${bucket}' stays, with the releases of '${environment.id}'; backlot destroy ${environment.id} --with-state removes it too`;
  progress.emit({ type: 'note', level: 'info', message });
}
