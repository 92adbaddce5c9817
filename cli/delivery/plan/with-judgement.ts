import type { JudgedPlans } from '../losses/find-losses.js';
import type { StackPlan } from './plan-result.js';

/** A plan with what it would lose and what would stop it; fields that say nothing are left out. */
export function withJudgement(plan: StackPlan, { losses, guards }: JudgedPlans): StackPlan {
  const [own, stops] = [
    losses.filter(({ stack }) => stack === plan.id),
    guards.filter(({ stack }) => stack === plan.id),
  ];
  return { ...plan, ...(own.length > 0 ? { losses: own } : {}), ...(stops.length > 0 ? { guards: stops } : {}) };
}
