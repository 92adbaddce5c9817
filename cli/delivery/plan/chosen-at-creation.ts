import type { PlanJson } from '../../adapters/terraform/index.js';

/**
 * Attributes that AWS takes only when a thing is made, and that the provider plans to set later all the same: such an
 * apply fails, and every one after it.
 *
 * - `replicate_source_db`: an instance that stands alone never becomes a replica.
 *   https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html has no such parameter.
 */
const CHOSEN_AT_CREATION: Readonly<Record<string, readonly string[]>> = { aws_db_instance: ['replicate_source_db'] };

/** Addresses that a plan would change in a way that only making them anew can do. */
export function chosenAtCreation({ resource_changes: changes = [] }: PlanJson): string[] {
  return changes.flatMap(({ address, type, change }) => {
    if (change.actions.join() !== 'update') return [];
    const [before, after] = [change.before, change.after] as Readonly<Record<string, unknown>>[];
    return CHOSEN_AT_CREATION[type]?.some((key) => after?.[key] && after[key] !== before?.[key]) ? [address] : [];
  });
}
