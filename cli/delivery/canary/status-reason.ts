import type { CanaryAnalysis, CanaryStatus } from './canary-status.js';

type Bare = Omit<CanaryStatus, 'reason' | 'actions'>;

/** In one or two sentences why a canary stands where it stands, from the numbers that decided. */
export function statusReason(status: Bare, message: string | undefined): string {
  if (status.pending) return status.pending;
  switch (status.phase) {
    case 'healthy':
      return `${status.stable?.image ?? 'the declared version'} has all traffic`;
    case 'held':
      return heldReason(status);
    case 'paused':
      return pausedReason(status);
    case 'aborted':
      return abortedReason(status, message);
    case 'degraded':
      return [message ?? 'it can not go on', ...podText(status)].join('; ');
    case 'progressing':
      return progressingReason(status, message);
  }
}

/**
 * The analysis that decided. A version that was retried has the runs of each try, so those that went against it count only
 * where it was given up.
 */
export function decisiveAnalysis({ action, analyses, phase }: Decided): CanaryAnalysis | undefined {
  if (phase === 'held') return analyses.findLast((run) => run.phase === 'Inconclusive');
  if (phase !== 'aborted') return analyses.findLast(({ ended }) => !ended) ?? analyses.at(-1);
  const against = analyses.findLast((run) => run.phase === 'Failed' || run.phase === 'Error');
  const byPerson = action?.verb === 'abort' && Date.parse(action.at) > Date.parse(against?.completedAt ?? '1970-01-01');
  return byPerson ? undefined : against;
}

type Decided = Pick<CanaryStatus, 'action' | 'analyses' | 'phase'>;

function heldReason(status: Bare): string {
  return `the analysis could not decide: ${decisiveAnalysis(status)?.reason ?? 'its numbers are gone'}`;
}

function pausedReason({ action, pause, step, steps, weight }: Bare): string {
  if (pause?.by === 'step') return `step ${step + 1} of ${steps.length} waits for a person to promote it`;
  const who = action?.verb === 'pause' ? action.who : 'a person';
  const at =
    steps.length > 0 ? `, at step ${Math.min(step + 1, steps.length)} of ${steps.length} with ${weight.now} %` : '';
  return `paused by ${who}${at}`;
}

function abortedReason(status: Bare, message: string | undefined): string {
  const { action } = status;
  const against = decisiveAnalysis(status);
  if (against?.phase === 'Error') return `the metrics server gave no numbers: ${against.reason}`;
  if (against) return against.reason;
  if (action?.verb === 'abort') return `aborted by ${action.who}`;
  return message && !/^Rollout aborted update to revision \d+$/.test(message) ? message : 'aborted by a person';
}

function progressingReason(status: Bare, message: string | undefined): string {
  const { analyses, canary, inProgress, pause, step, steps } = status;
  if (!inProgress && !canary) return message || 'pods are becoming ready';
  const waiting = podText(status);
  if (waiting.length > 0) return waiting.join('; ');
  if (pause?.until) return `waits until ${pause.until}`;
  const current = steps[step];
  if (current?.kind === 'analysis') {
    const running = analyses.findLast(({ phase }) => phase === 'Running' || phase === 'Pending');
    return running?.reason ?? 'the analysis is being started';
  }
  if (current) return `going to ${current.text}`;
  return 'all steps are over, the last pods are becoming ready';
}

function podText({ canary, stable }: Bare): string[] {
  const version = canary ?? stable;
  if (!version || version.pods.ready >= version.pods.desired) return [];
  const why = version.reasons.length > 0 ? `: ${version.reasons.join('; ')}` : '';
  return [`${version.pods.ready} of ${version.pods.desired} pods of ${version.image} are ready${why}`];
}
