import type { PlanResult } from '../delivery/plan/index.js';
import type { ServiceChange } from '../delivery/services/index.js';
import { type PlanDiffOptions, planDiff } from './plan/plan-diff.js';
import { serviceChanges } from './service-changes.js';

/** What a deploy would do: to the stacks, then to the services where that can be told already. */
export function deployPreview(
  plan: PlanResult,
  services: readonly ServiceChange[] | undefined,
  options: PlanDiffOptions,
): string {
  const changes = services?.filter(({ action }) => action !== 'unchanged') ?? [];
  const sections = [
    ...(plan.stacks.length > 0 ? [planDiff(plan, options)] : []),
    ...(changes.length > 0 ? [serviceChanges(changes, options)] : []),
  ];
  return sections.join('\n\n');
}
