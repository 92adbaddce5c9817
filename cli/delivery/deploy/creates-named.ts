import type { JournalCreate } from '../../session/journal/index.js';
import type { StackPlan } from '../plan/plan-result.js';

/** What a plan will create, for the journal: by the addresses alone, where no more of the plan is at hand. */
export function createsNamed({ changes }: Pick<StackPlan, 'changes'>): JournalCreate[] {
  return changes
    .filter(({ action }) => action === 'create' || action === 'replace')
    .map(({ address, type }) => ({ address, type }));
}
