import type { CanaryStep } from './canary-status.js';
import type { Rollout, RolloutStep } from './rollout-objects.js';

/** The declared steps of a canary. */
export function stepsOf(rollout: Rollout): CanaryStep[] {
  return (rollout.spec.strategy?.canary?.steps ?? []).map((step, index) => ({ index, ...describe(step) }));
}

/** Steps that are over, at most as many as there are. */
export function stepIndex(rollout: Rollout): number {
  const total = rollout.spec.strategy?.canary?.steps?.length ?? 0;
  return Math.min(rollout.status?.currentStepIndex ?? 0, total);
}

/** The weight that comes next: that of the next step that sets one, at the end all. */
export function nextWeight(steps: readonly CanaryStep[], index: number): number {
  return steps.slice(index).find(({ weight }) => weight !== undefined)?.weight ?? 100;
}

/** Seconds of `300`, `5m`, `1h30m`; undefined when it waits for a person. */
export function pauseSeconds(duration: number | string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  if (/^\d+$/.test(String(duration))) return Number(duration);
  let seconds = 0;
  for (const [, amount, unit] of String(duration).matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    seconds += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  }
  return seconds;
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

function describe(step: RolloutStep): Omit<CanaryStep, 'index'> {
  if (step.setWeight !== undefined) return { kind: 'weight', text: `${step.setWeight} %`, weight: step.setWeight };
  if (step.pause) {
    const { duration } = step.pause;
    return { kind: 'pause', text: duration === undefined ? 'pause until promoted' : `pause ${duration}` };
  }
  if (step.analysis) {
    const names = (step.analysis.templates ?? []).map(({ templateName }) => templateName);
    return { kind: 'analysis', text: `analysis ${names.join(', ')}`.trim() };
  }
  return { kind: 'other', text: Object.keys(step)[0] ?? 'nothing' };
}
