import { tellsOfDeclared } from '../workloads/tells-of-declared.js';
import type { CanaryPause, CanaryPhase } from './canary-status.js';
import { pauseSeconds, stepIndex } from './canary-steps.js';
import type { Condition, ReplicaSet, Rollout, RunReference } from './rollout-objects.js';
import { SCALED_TO_NONE } from './scaled-to-none.js';

/** What a Rollout alone says. */
export interface PhaseOfRollout {
  readonly phase: CanaryPhase;
  readonly inProgress: boolean;
  readonly pause?: CanaryPause;
  readonly pending?: string;
  /** The controller's own words for an abort or a failure. */
  readonly message?: string;
}

/**
 * Where a Rollout stands, read from its fields in the order in which the controller itself obeys them.
 *
 * @param current the ReplicaSet of the version that the status names as the declared one
 */
export function derivePhase(rollout: Rollout, current?: ReplicaSet): PhaseOfRollout {
  const { spec, status = {} } = rollout;
  const pending = pendingText(rollout, current);
  const inProgress = isCanary(rollout) && !status.abort;
  const found = (type: string) => status.conditions?.find((condition) => condition.type === type);
  const invalid = found('InvalidSpec');
  if (invalid?.status === 'True') return { phase: 'degraded', inProgress, message: invalid.message };
  if (pending) {
    const pause = spec.paused ? personsPause(found('Paused')) : undefined;
    return { phase: pause ? 'paused' : 'progressing', inProgress: true, pause, pending };
  }
  const progressing = found('Progressing');
  if (status.abort && isCanary(rollout)) return { phase: 'aborted', inProgress: false, message: progressing?.message };
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return { phase: 'degraded', inProgress, message: progressing.message };
  }
  if (spec.paused) return { phase: 'paused', inProgress, pause: personsPause(found('Paused')) };
  const pause = controllersPause(rollout);
  if (pause)
    return { phase: pause.by === 'analysis' ? 'held' : pause.until ? 'progressing' : 'paused', inProgress, pause };
  // Nobody of ours scales to nothing, so somebody did, and the autoscaler doesn't act until there is a pod again.
  if (spec.replicas === 0) return { phase: 'degraded', inProgress, message: SCALED_TO_NONE };
  if (isCanary(rollout) || !status.stableRS) return { phase: 'progressing', inProgress };
  return { phase: status.phase === 'Degraded' ? 'degraded' : settled(rollout), inProgress, message: status.message };
}

/** Whether the declared version isn't the stable one yet. */
export function isCanary({ status }: Rollout): boolean {
  return Boolean(status?.stableRS && status.currentPodHash && status.currentPodHash !== status.stableRS);
}

/** Whether the controller has paused for an analysis that couldn't decide. */
export function heldRun(rollout: Rollout): RunReference | undefined {
  const { currentBackgroundAnalysisRunStatus, currentStepAnalysisRunStatus } = rollout.status?.canary ?? {};
  return [currentStepAnalysisRunStatus, currentBackgroundAnalysisRunStatus].find(
    (run) => run?.status === 'Inconclusive',
  );
}

function settled({ status }: Rollout): CanaryPhase {
  return status?.phase === undefined || status.phase === 'Healthy' ? 'healthy' : 'progressing';
}

/** Argo Rollouts writes the generation that it has seen as text; what isn't a number comes from before 0.10. */
function pendingText(rollout: Rollout, current: ReplicaSet | undefined): string | undefined {
  const { metadata, status } = rollout;
  const seen = Number(status?.observedGeneration);
  const generation = metadata.generation ?? 0;
  if (!status?.observedGeneration) return 'the controller has not seen this service yet';
  if (Number.isNaN(seen) || seen >= generation) {
    return tellsOfDeclared(rollout, current) ? undefined : 'the controller has not begun with the declared version yet';
  }
  return `the controller has not seen the last change yet (generation ${generation}, seen ${seen})`;
}

function personsPause(condition: Condition | undefined): CanaryPause {
  const since = condition?.status === 'True' ? condition.lastTransitionTime : undefined;
  return { by: 'person', ...(since ? { since } : {}) };
}

function controllersPause(rollout: Rollout): CanaryPause | undefined {
  const conditions = rollout.status?.pauseConditions ?? [];
  const held = conditions.find(({ reason }) => reason === 'InconclusiveAnalysisRun');
  if (held) return { by: 'analysis', since: held.startTime };
  const paused = conditions[0];
  if (!paused) return undefined;
  const step = rollout.spec.strategy?.canary?.steps?.[stepIndex(rollout)];
  const seconds = pauseSeconds(step?.pause?.duration);
  if (seconds === undefined) return { by: 'step', since: paused.startTime };
  const until = new Date(Date.parse(paused.startTime) + seconds * 1000).toISOString();
  return { by: 'step', since: paused.startTime, until };
}
