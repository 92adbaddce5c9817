import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { applyStack } from '../../../delivery/deploy/apply-stack.js';
import { createsNamed } from '../../../delivery/deploy/creates-named.js';
import { closedGate } from '../../../delivery/losses/index.js';
import type { StackPlan } from '../../../delivery/plan/plan-result.js';
import type { ReportedError } from '../../../kernel/reported-error.js';
import { interrupted, reportError } from '../../../kernel/reported-error.js';
import { settleKilledRuns } from '../../../session/driver/killed-run.js';
import type { Session } from '../../../session/open/session.js';
import { withSession } from '../../../session/open/with-session.js';
import type { DriftedResource, DriftResult, RevertResult } from '../drift-result.js';
import { type DriftOptions, lookForDrift } from '../find-drift.js';
import { hasKind } from '../seal-owner.js';
import { type PlannedRevert, planReverts } from './plan-revert.js';

/** What would be set back. */
export interface RevertPreview {
  readonly drift: DriftResult;
  /** Stacks: what Terraform would do, only for what was changed outside. */
  readonly stacks: readonly StackPlan[];
  /** Objects of the cluster that would be applied again. */
  readonly objects: readonly DriftedResource[];
  readonly refused: RevertResult['refused'];
}

/** What a revert can be told. */
export interface RevertOptions extends DriftOptions {
  /** Asked before anything changes. Declined: throws BacklotError `Declined`. */
  readonly approve: (preview: RevertPreview) => Promise<boolean>;
}

/**
 * Sets the world back to what was applied last, only where it was changed outside: what is declared and not applied yet
 * stays as it is. Nothing that holds data is replaced or removed for it.
 *
 * @throws BacklotError `Declined`, `EnvironmentLocked`, `Interrupted` (before anything was changed), and what
 *   {@link findDrift} throws.
 */
export async function revertDrift(environment: Environment, options: RevertOptions): Promise<RevertResult> {
  return withSession(environment, { ...options, needs: ['terraform'], changes: 'drift' }, async (session) => {
    await settleKilledRuns(session);
    const drift = await lookForDrift(session, options);
    const folder = await mkdtemp(join(session.workspace.root, '.revert-'));
    try {
      const { planned, refused } = await planReverts(session, drift.owners, folder);
      const objects = clusterObjects(session, drift);
      const preview = { drift, stacks: planned.map(({ plan }) => plan), objects, refused };
      if (planned.length + objects.length === 0) {
        return { environment: environment.id, reverted: [], refused, drift };
      }
      if (!(await options.approve(preview))) throw declined(environment.id);
      if (session.interruption.requested) throw interrupted(`backlot drift ${environment.id} --revert`);
      const done = await apply(session, planned, objects, options);
      const after = session.interruption.requested ? drift : await lookForDrift(session, options);
      return { environment: environment.id, ...done, refused, drift: after };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function apply(
  session: Session,
  planned: readonly PlannedRevert[],
  objects: readonly DriftedResource[],
  options: RevertOptions,
): Promise<Pick<RevertResult, 'reverted' | 'error'>> {
  const reverted: { owner: string; addresses: readonly string[] }[] = [];
  const began = performance.now();
  session.progress.emit({ type: 'step-started', id: 'apply', title: `Set back ${session.environment.id}` });
  let error: ReportedError | undefined;
  const gate = closedGate(session, `backlot drift ${session.environment.id} --revert`);
  for (const { stack, plan, file, addresses } of planned) {
    if (session.interruption.requested || error) break;
    if (plan.status === 'unchanged') continue;
    const creates = createsNamed(plan);
    const applied = await applyStack(session, stack, { file, plan, gate, purpose: 'apply', creates });
    if (applied.status === 'applied') reverted.push({ owner: stack.id, addresses });
    else error = applied.error ?? interruptedError(session);
  }
  if (!error && !session.interruption.requested && objects.length > 0) {
    try {
      const { revertObjects } = await import('../cluster/revert-objects.js');
      reverted.push(...(await revertObjects(session, objects, options)));
    } catch (cause) {
      error = reportError(cause);
    }
  }
  if (session.interruption.requested) error ??= interruptedError(session);
  const status = error ? 'failed' : 'done';
  session.progress.emit({ type: 'step-finished', id: 'apply', status, durationMs: performance.now() - began });
  return { reverted, ...(error ? { error } : {}) };
}

function clusterObjects({ stacks }: Session, { owners }: DriftResult): DriftedResource[] {
  const ids = new Set(stacks.map(({ id }) => id));
  return owners
    .filter(({ id }) => !ids.has(id))
    .flatMap(({ resources }) => resources.filter((resource) => hasKind(resource, 'outside')));
}

function declined(environment: string): BacklotError {
  return new BacklotError({
    code: 'Declined',
    message: `cancelled: nothing was changed in '${environment}'`,
    actions: [`backlot drift ${environment} --revert`, `backlot drift ${environment} --adopt`],
  });
}

function interruptedError({ environment }: Session): ReportedError {
  const message = 'stopped as asked; what was set back stays so';
  const actions = [`backlot drift ${environment.id} --revert`];
  return reportError(new BacklotError({ code: 'Interrupted', message, exitCode: 130, actions }));
}
