import { clusterError } from '../delivery/deploy/cluster-result.js';
import type { DeployResult } from '../delivery/deploy/index.js';
import type { PlanResult } from '../delivery/plan/index.js';
import type { ReportedError } from '../kernel/reported-error.js';

/** A result that also says, under `error`, what kept it from being complete. */
export type WithError<Result> = Result & { readonly error?: ReportedError };

/** Adds the error of the first stack that couldn't be planned. */
export function planOutcome(plan: PlanResult): WithError<PlanResult> {
  const failed = plan.stacks.find((stack) => stack.error);
  return failed?.error ? { ...plan, error: failed.error } : plan;
}

/** Adds what stopped a deploy or a destroy. */
export function deployOutcome(result: DeployResult): WithError<DeployResult> {
  if (result.outcome === 'complete' || result.outcome === 'partial') return result;
  const failed = result.stacks.find((stack) => stack.error)?.error ?? (result.cluster && clusterError(result.cluster));
  const error: ReportedError = failed ?? {
    code: CODES[result.outcome],
    message: `${result.environment}: ${result.outcome}`,
    source: 'user',
    actions: result.actions,
  };
  return { ...result, error };
}

const CODES = { held: 'CanaryHeld', failed: 'DeployFailed', interrupted: 'Interrupted' } as const;

/** Exit code of a deploy or a destroy. */
export function deployExitCode(result: DeployResult): number {
  if (result.outcome === 'interrupted') return 130;
  if (result.outcome === 'held') return 69;
  return result.outcome === 'failed' ? 1 : 0;
}
