import { DATA_BEARING_TYPES, type DataBearingType, isDataBearing } from '../../../stacks/data-bearing.js';
import type { StateFile } from '../../adapters/aws/index.js';
import { lossesOf, lossName } from '../losses/index.js';
import type { StackPlan } from '../plan/plan-result.js';
import type { Refusal } from './refusal.js';

/** Data that plans would lose, but what may be lost by name. */
export function plannedLosses(plans: readonly StackPlan[], lose: readonly string[] = []): Refusal[] {
  return lossesOf(plans)
    .filter(({ name }) => !lose.includes(name))
    .map(({ stack, address, action, holds, name, lost }) => {
      const verb = { delete: 'deleted', replace: 'replaced', recreate: 'made anew, empty', shorten: 'cut short' }[
        action
      ];
      const reason = `it would be ${verb}, which loses ${lost}; it holds ${holds}`;
      return { kind: 'data-loss' as const, subject: `${stack}: ${address}`, reason, name };
    });
}

/**
 * Data that a stack holds and that a configuration knows nothing of: applied, it would be deleted. Tells before anything
 * is planned, also for stacks that can only be planned later.
 */
export function configuredLosses(
  id: string,
  state: StateFile | undefined,
  config: string | undefined,
  lose: readonly string[] = [],
): Refusal[] {
  const { resource = {} } = JSON.parse(config ?? '{}') as { resource?: Record<string, Record<string, unknown>> };
  return (state?.resources ?? []).flatMap(({ address, type }) => {
    if (!isDataBearing(type) || lose.includes(lossName(type, address))) return [];
    const name = /^[^.]+\.(?<name>[\w-]+)/.exec(address)?.groups?.name ?? '';
    return resource[type]?.[name] ? [] : [deleted(id, address, type)];
  });
}

function deleted(id: string, address: string, type: DataBearingType): Refusal {
  const reason = `it would be deleted, which loses ${DATA_BEARING_TYPES[type]}`;
  return { kind: 'data-loss', subject: `${id}: ${address}`, reason, name: lossName(type, address) };
}
