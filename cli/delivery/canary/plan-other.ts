import { type CanaryPlan, clearPause, nothingInProgress, type PlanInput, unchangedStatus } from './canary-plan.js';
import type { CanaryStatus } from './canary-status.js';

/**
 * Stops a canary where it is; its weight stays.
 *
 * @throws BacklotError `NothingInProgress`.
 */
export function planPause({ rollout, status }: PlanInput): CanaryPlan {
  const { service, weight } = status;
  const plan = {
    service,
    status,
    verb: 'pause' as const,
    warnings: [],
    hasEffect: (now: CanaryStatus) => now.phase === 'paused' && !now.pending,
  };
  if (rollout.spec.paused) return { ...plan, does: 'it is paused already' };
  if (!status.inProgress) throw nothingInProgress('pause', status);
  return { ...plan, does: `it stays at ${weight.now} % until it is promoted or aborted`, patches: { paused: true } };
}

/**
 * Gives all traffic back to stable. A pause is lifted too, whoever made it: Argo Rollouts changes no replica count while it
 * is paused or holds, and when the autoscaler moved meanwhile it would never get to the abort.
 *
 * @throws BacklotError `NothingInProgress`.
 */
export function planAbort({ environment, rollout, status }: PlanInput): CanaryPlan {
  const { canary, service, stable, weight } = status;
  const back = stable ? `stable ${stable.image} (revision ${stable.revision})` : 'stable';
  const plan = { service, status, verb: 'abort' as const, warnings: [], hasEffect: isBackOnStable };
  const pauses = clearPause(rollout);
  if (status.phase === 'aborted' && !rollout.spec.paused && pauses.length === 0)
    return { ...plan, does: `it is aborted already; ${back} serves` };
  if (status.phase !== 'aborted' && !status.inProgress) {
    throw nothingInProgress('abort', status, [`backlot canary history ${environment} ${service}`]);
  }
  if (!stable || !canary) throw nothingInProgress('abort', status, [`backlot canary status ${environment} ${service}`]);
  const [same] = unchangedStatus(rollout);
  return {
    ...plan,
    does: `${weight.now} % of traffic goes from ${canary.image} back to ${back}`,
    patches: {
      status: [...(same ? [same] : []), { op: 'add', path: '/status/abort', value: true }, ...pauses],
      ...(rollout.spec.paused ? { paused: false } : {}),
    },
  };
}

/**
 * Begins again: an aborted canary at its first step, a held one with the analysis that couldn't decide.
 *
 * @throws BacklotError `NothingInProgress`.
 */
export function planRetry({ rollout, status }: PlanInput): CanaryPlan {
  const { canary, phase, service, step } = status;
  const plan = {
    service,
    status,
    verb: 'retry' as const,
    warnings: [],
    hasEffect: (now: CanaryStatus) => now.phase !== phase && !now.pending,
  };
  const [same] = unchangedStatus(rollout);
  if (phase === 'aborted') {
    return {
      ...plan,
      does: `${canary?.image ?? 'the canary'} begins again at its first step`,
      patches: { status: [...(same ? [same] : []), { op: 'add', path: '/status/abort', value: false }] },
    };
  }
  if (phase === 'held') {
    return {
      ...plan,
      does: `step ${step + 1} is judged again, at the same weight`,
      patches: { status: [...unchangedStatus(rollout), ...clearPause(rollout)] },
      hasEffect: (now) => now.analyses.length > status.analyses.length || now.phase !== 'held',
    };
  }
  if (!status.inProgress) throw nothingInProgress('retry', status);
  return { ...plan, does: `it is under way already: ${status.reason}`, hasEffect: () => true };
}

/** Stable has all traffic, with as many pods as are wanted and no fewer than the autoscaler's floor. */
export function isBackOnStable({ autoscaler, pending, phase, replicas, stable, weight }: CanaryStatus): boolean {
  const wanted = Math.max(replicas.desired, autoscaler?.min ?? 0);
  const settled = phase === 'aborted' && !pending;
  return settled && weight.now === 0 && weight.verified !== false && (stable?.pods.ready ?? 0) >= wanted;
}
