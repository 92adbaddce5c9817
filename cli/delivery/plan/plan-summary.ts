import type { Session } from '../../session/open/session.js';
import { sumCounts } from './plan-changes.js';
import type { PlanResult, StackPlan } from './plan-result.js';

/** The plan of an environment from the plans of its stacks. */
export function summarizePlan(
  session: Pick<Session, 'environment' | 'cloud'>,
  stacks: readonly StackPlan[],
  durationMs: number,
): Omit<PlanResult, 'planId'> {
  const count = (status: StackPlan['status']) => stacks.filter((stack) => stack.status === status).length;
  const drift = stacks.reduce((sum, stack) => sum + stack.drift.length, 0);
  return {
    environment: session.environment.id,
    account: session.cloud.accountId,
    region: session.cloud.region,
    stacks,
    totals: {
      ...sumCounts(stacks),
      stacks: stacks.length,
      deferred: count('deferred'),
      failed: count('failed'),
      drift,
    },
    hasChanges: drift > 0 || stacks.some(({ status }) => status === 'changed' || status === 'deferred'),
    durationMs: Math.round(durationMs),
  };
}
