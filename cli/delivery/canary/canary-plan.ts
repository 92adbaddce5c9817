import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { CanaryAction, CanaryStatus } from './canary-status.js';
import { ENOUGH_SAMPLES } from './enough-samples.js';
import { decidingMetrics, hasFailures } from './read-analysis.js';
import type { Rollout } from './rollout-objects.js';

/** What a verb asks of the API server; both are done in this order. */
export interface CanaryPatches {
  /** Operations on the status (RFC 6902): they test first that it still is what was looked at. @default none */
  readonly status?: readonly JsonOperation[];
  /** Value of `spec.paused`. @default stays */
  readonly paused?: boolean;
}

/** One operation of RFC 6902. */
export type JsonOperation =
  | { readonly op: 'test' | 'add'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** What a verb will do to one service, worked out before anything is changed. */
export interface CanaryPlan {
  readonly service: string;
  readonly verb: CanaryAction['verb'];
  /** One sentence: what will be different. */
  readonly does: string;
  /** What a person should know before. */
  readonly warnings: readonly string[];
  /** Whether it gives a version traffic that no analysis has judged it fit for. @default false */
  readonly unproven?: boolean;
  /** @default nothing has to be changed */
  readonly patches?: CanaryPatches;
  /** Whether what was asked has taken effect. */
  readonly hasEffect: (status: CanaryStatus) => boolean;
  readonly status: CanaryStatus;
}

/** What a verb is planned from. */
export interface PlanInput {
  readonly status: CanaryStatus;
  readonly rollout: Rollout;
  /** For the commands in errors. */
  readonly environment: string;
  /** Also what speaks against it. @default false */
  readonly force?: boolean;
}

/** The status must still be of the version and at the step that were looked at. */
export function unchangedStatus({ status = {} }: Rollout): JsonOperation[] {
  const { currentPodHash, currentStepIndex } = status;
  return [
    { op: 'test', path: '/status/currentPodHash', value: currentPodHash },
    ...(currentStepIndex === undefined
      ? []
      : [{ op: 'test' as const, path: '/status/currentStepIndex', value: currentStepIndex }]),
  ];
}

/** Lets go of what the controller paused for. */
export function clearPause({ status }: Rollout): JsonOperation[] {
  return status?.pauseConditions?.length ? [{ op: 'remove', path: '/status/pauseConditions' }] : [];
}

/** What speaks against the canary by now, in plain words. */
export function whatIsUnhealthy({ analyses, canary, phase, reason }: CanaryStatus): string[] {
  const said: string[] = [];
  if (phase === 'degraded' || phase === 'aborted') return [`it is ${phase}: ${reason}`];
  if (canary && canary.pods.ready < canary.pods.desired) {
    const why = canary.reasons.length > 0 ? ` (${canary.reasons.join('; ')})` : '';
    said.push(`${canary.pods.ready} of ${canary.pods.desired} of its pods are ready${why}`);
  }
  const current = analyses.filter(({ ended }) => !ended).at(-1);
  if (current && hasFailures(current)) {
    const failed = decidingMetrics(current).filter(({ name, counts }) => counts.failed > 0 && name !== ENOUGH_SAMPLES);
    said.push(...failed.map(({ verdict }) => verdict));
  }
  return said;
}

/** There is nothing that the verb could be done to. */
export function nothingInProgress(verb: string, { phase, reason, service }: CanaryStatus, actions: string[] = []) {
  return new BacklotError({
    code: 'NothingInProgress',
    message: `${service} has no canary to ${verb}: it is ${phase}, ${reason}`,
    actions,
    details: { service, phase },
  });
}
