import { BacklotError } from '../../../modules/values/backlot-error.js';
import {
  type CanaryPatches,
  type CanaryPlan,
  clearPause,
  nothingInProgress,
  type PlanInput,
  unchangedStatus,
  whatIsUnhealthy,
} from './canary-plan.js';
import type { CanaryStatus } from './canary-status.js';
import { heldRun } from './derive-phase.js';
import { decisiveAnalysis } from './status-reason.js';

/**
 * Takes a canary one step further, or with `full` past all that is left. A person's pause is only lifted: the step that it
 * stopped goes on.
 *
 * @throws BacklotError `NothingInProgress`, `CanaryAborted`, `CanaryUnhealthy` unless forced.
 */
export function planPromote(input: PlanInput & { readonly full: boolean }): CanaryPlan {
  const { environment, force = false, full, rollout, status } = input;
  const { phase, service } = status;
  const wasAborted = phase === 'aborted' && full && force;
  if (phase === 'aborted' && !wasAborted) throw aborted(status, environment, full);
  if (!status.inProgress && !wasAborted && !rollout.spec.paused) throw nothingInProgress('promote', status);
  const against = whatIsUnhealthy(status);
  if (against.length > 0 && !force && status.inProgress) throw unhealthy(status, against, environment, full);
  const base = { service, status, warnings: against };
  return full ? { ...base, ...fullPromotion(input) } : { ...base, ...stepPromotion(input, against) };
}

type Planned = Pick<CanaryPlan, 'verb' | 'does' | 'patches' | 'hasEffect' | 'unproven'> &
  Partial<Pick<CanaryPlan, 'warnings'>>;

function fullPromotion({ rollout, status }: PlanInput): Planned {
  const { canary, stable, steps, step } = status;
  // Argo Rollouts changes no replica count while it holds, and when the autoscaler moved meanwhile it would never get to it.
  const pauses = clearPause(rollout);
  const asked = rollout.status?.promoteFull === true && !rollout.spec.paused && pauses.length === 0;
  const skipped = steps.slice(step).filter(({ kind }) => kind !== 'weight').length;
  const past = skipped > 0 ? `, ${skipped} ${skipped === 1 ? 'step' : 'steps'} skipped` : '';
  return {
    verb: 'promote-full',
    unproven: canary !== undefined && !asked && steps.slice(step).some(({ kind }) => kind === 'analysis'),
    does: `${canary?.image ?? stable?.image ?? 'it'} is promoted to 100 %${past}`,
    ...(asked
      ? {}
      : {
          patches: {
            ...(canary
              ? {
                  status: [...sameVersion(rollout), { op: 'add', path: '/status/promoteFull', value: true }, ...pauses],
                }
              : {}),
            ...(rollout.spec.paused ? { paused: false } : {}),
          } satisfies CanaryPatches,
        }),
    hasEffect: ({ phase, stable: now }) => now?.hash === (canary ?? stable)?.hash && phase !== 'paused',
  };
}

/** A full promotion doesn't depend on the step that it is at. */
function sameVersion(rollout: PlanInput['rollout']) {
  return unchangedStatus(rollout).filter(({ path }) => path === '/status/currentPodHash');
}

function stepPromotion({ rollout, status }: PlanInput, against: readonly string[]): Planned {
  const { pause, pending, step, steps } = status;
  const paused = rollout.spec.paused === true;
  const lift = paused ? { paused: false } : {};
  const moves = (patches: CanaryPatches, does: string, warnings: readonly string[] = against): Planned => ({
    verb: 'promote',
    does,
    patches,
    warnings,
    hasEffect: (now) =>
      !now.pending && (now.step !== step || !now.inProgress || (now.pause === undefined && !sameHold(now, status))),
  });
  if (pending) return { verb: 'promote', does: `${pending}; there is nothing to skip yet`, hasEffect: () => true };
  const clearing = [...unchangedStatus(rollout), ...clearPause(rollout)];
  const held = rollout.status?.pauseConditions?.some(({ reason }) => reason === 'InconclusiveAnalysisRun');
  if (held) {
    const missing = decisiveAnalysis({ ...status, phase: 'held' })?.reason ?? 'its numbers are gone';
    const said = [`nobody has judged it: ${missing}`, ...against];
    // The controller would start the analysis of this step again: it is passed by going on to the next.
    const isStep =
      heldRun(rollout) === rollout.status?.canary?.currentStepAnalysisRunStatus && rollout.status?.controllerPause;
    const on: CanaryPatches['status'] = isStep
      ? [
          ...clearing,
          { op: 'add', path: '/status/controllerPause', value: false },
          { op: 'add', path: '/status/currentStepIndex', value: Math.min(step + 1, steps.length) },
        ]
      : clearing;
    return moves(
      { status: on, ...lift },
      `the step that could not be judged counts as passed; ${nextText(status, 1)}`,
      said,
    );
  }
  if (rollout.status?.pauseConditions?.length) return moves({ status: clearing, ...lift }, nextText(status, 1));
  if (paused) return moves(lift, `it goes on where it was paused: ${nextText(status, 0)}`);
  if (step >= steps.length) {
    const does = 'all steps are over already, it waits for its last pods';
    return { verb: 'promote', does, hasEffect: () => true };
  }
  const skipped = `step ${step + 1} of ${steps.length} (${steps[step]?.text}) is skipped`;
  const on: CanaryPatches['status'] = [
    ...unchangedStatus(rollout),
    { op: 'add', path: '/status/currentStepIndex', value: step + 1 },
  ];
  return moves({ status: on }, `${skipped}; ${nextText(status, 1)}`, pause ? against : [...against, ...skips(status)]);
}

/** An analysis that is cut short has judged nothing. */
function skips({ analyses, step, steps }: CanaryStatus): string[] {
  if (steps[step]?.kind !== 'analysis') return [];
  return [`its analysis is not over: ${analyses.at(-1)?.reason ?? 'it has not begun'}`];
}

function nextText({ step, steps }: CanaryStatus, ahead: number): string {
  const next = steps[step + ahead];
  return next
    ? `next is step ${step + ahead + 1} of ${steps.length}, ${next.text}`
    : 'no step is left, it gets all traffic';
}

function sameHold(now: CanaryStatus, before: CanaryStatus): boolean {
  return now.phase === before.phase && now.phase !== 'progressing';
}

function aborted({ reason, service }: CanaryStatus, environment: string, full: boolean): BacklotError {
  return new BacklotError({
    code: 'CanaryAborted',
    message: `${service} was aborted, so there is nothing to promote: ${reason}`,
    actions: [
      `backlot canary retry ${environment} ${service}`,
      ...(full ? [`backlot canary promote ${environment} ${service} --full --force`] : []),
    ],
    details: { service },
  });
}

function unhealthy({ service }: CanaryStatus, against: readonly string[], environment: string, full: boolean) {
  const more = full ? ' --full' : '';
  return new BacklotError({
    code: 'CanaryUnhealthy',
    message: `${service}: the canary is not healthy: ${against.join('; ')}; nothing was changed`,
    actions: [
      `backlot canary abort ${environment} ${service}`,
      `backlot canary promote ${environment} ${service}${more} --force`,
    ],
    details: { service, against },
  });
}
