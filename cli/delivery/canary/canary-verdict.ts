import type { CanaryAnalysis, CanaryMetric, CanaryStatus } from './canary-status.js';

/**
 * How following ended. `promoted` and `healthy` are good; `aborted` and `degraded` are failures; `held` and `paused` wait for
 * a person, `timed-out` and `interrupted` leave the canary running.
 */
export type CanaryOutcome =
  | 'promoted'
  | 'healthy'
  | 'aborted'
  | 'degraded'
  | 'held'
  | 'paused'
  | 'timed-out'
  | 'interrupted';

/** How a canary ended, with every number that decided. */
export interface CanaryVerdict {
  readonly service: string;
  readonly namespace: string;
  readonly outcome: CanaryOutcome;
  /** In plain words, from the numbers that decided. */
  readonly reason: string;
  /** Image of the version that was judged. */
  readonly image: string;
  readonly revision: number;
  /** Image of the version that it was judged against. @default there was none */
  readonly previousImage?: string;
  /** The metrics that decided: those that failed or couldn't decide, else all that passed. */
  readonly deciding: readonly CanaryMetric[];
  /** Every analysis of this canary, oldest first. */
  readonly analyses: readonly CanaryAnalysis[];
  /** The last that was seen of it. */
  readonly status: CanaryStatus;
  readonly durationMs: number;
  /** Commands that go on from here. */
  readonly actions: readonly string[];
}

/** Exit code by outcome: 0 promoted, 1 aborted or degraded, 69 somebody has to go on, 130 interrupted. */
export function canaryExitCode(outcome: CanaryOutcome): number {
  if (outcome === 'promoted' || outcome === 'healthy') return 0;
  if (outcome === 'aborted' || outcome === 'degraded') return 1;
  return outcome === 'interrupted' ? 130 : 69;
}
