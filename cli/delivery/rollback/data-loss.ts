import { DATA_BEARING_TYPES, isDataBearing } from '../../../stacks/data-bearing.js';
import type { StateFile } from '../../adapters/aws/index.js';
import type { StackPlan } from '../plan/plan-result.js';
import type { Refusal } from './refusal.js';

/** Data that a plan would delete, or replace by something empty. */
export function plannedLosses(plans: readonly StackPlan[]): Refusal[] {
  return plans.flatMap(({ id, changes }) =>
    changes.flatMap(({ action, address, type }) =>
      (action === 'delete' || action === 'replace') && isDataBearing(type)
        ? [loss(`${id}: ${address}`, type, action === 'delete' ? 'deleted' : 'replaced')]
        : [],
    ),
  );
}

/**
 * Data that a stack holds and that a configuration knows nothing of: applied, it would be deleted. Tells before anything
 * is planned, also for stacks that can only be planned later.
 */
export function configuredLosses(id: string, state: StateFile | undefined, config: string | undefined): Refusal[] {
  const { resource = {} } = JSON.parse(config ?? '{}') as { resource?: Record<string, Record<string, unknown>> };
  return (state?.resources ?? []).flatMap(({ address, type }) => {
    if (!isDataBearing(type)) return [];
    const name = /^[^.]+\.(?<name>[\w-]+)/.exec(address)?.groups?.name ?? '';
    return resource[type]?.[name] ? [] : [loss(`${id}: ${address}`, type, 'deleted')];
  });
}

function loss(subject: string, type: keyof typeof DATA_BEARING_TYPES, verb: string): Refusal {
  return { kind: 'data-loss', subject, reason: `it would be ${verb}, which loses ${DATA_BEARING_TYPES[type]}` };
}
