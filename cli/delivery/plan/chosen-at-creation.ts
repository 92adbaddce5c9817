import { resourceType } from '../../../resources/index.js';
import type { PlanJson } from '../../adapters/terraform/index.js';

/** Addresses that a plan would change in a way that only making them anew can do. */
export function chosenAtCreation({ resource_changes: changes = [] }: PlanJson): string[] {
  return changes.flatMap(({ address, type, change }) => {
    if (change.actions.join() !== 'update') return [];
    const [before, after] = [change.before, change.after] as Readonly<Record<string, unknown>>[];
    return resourceType(type)?.chosenAtCreation?.some((key) => after?.[key] && after[key] !== before?.[key])
      ? [address]
      : [];
  });
}
