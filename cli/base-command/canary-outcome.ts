import { type ActResult, type CanaryOverview, type CanaryVerdict, canaryExitCode } from '../delivery/canary/index.js';
import type { ReportedError } from '../kernel/reported-error.js';
import type { WithError } from './outcome.js';

export type { WithError } from './outcome.js';

/** How a watch ended as a whole: by the worst of its canaries. */
export function watchOutcome({ verdicts = [] }: CanaryOverview): { exitCode: number; error?: ReportedError } {
  const worst = [...verdicts].sort((a, b) => rank(b) - rank(a))[0];
  const exitCode = worst ? canaryExitCode(worst.outcome) : 0;
  if (!worst || exitCode === 0) return { exitCode };
  const { actions, outcome, reason, service } = worst;
  const code = `Canary${outcome.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
  return {
    exitCode,
    error: { code, message: `${service}: ${outcome}: ${reason}`, source: 'user', actions: [...actions] },
  };
}

/** Exit code and error of a verb: those of the first service that it didn't work for. */
export function actOutcome(result: ActResult): { exitCode: number; result: WithError<ActResult> } {
  const bad = ['refused', 'failed', 'timed-out', 'interrupted'] as const;
  const wrong = bad.map((word) => result.services.find((each) => each.result === word)).find(Boolean);
  if (!wrong) return { exitCode: 0, result };
  const exitCode = wrong.result === 'timed-out' ? 69 : wrong.result === 'interrupted' ? 130 : 1;
  return { exitCode, result: wrong.error ? { ...result, error: wrong.error } : result };
}

/** Failures first, then what waits, then an interrupt. */
function rank({ outcome }: CanaryVerdict): number {
  return [0, 130, 69, 1].indexOf(canaryExitCode(outcome));
}
