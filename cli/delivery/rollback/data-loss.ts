import { isDataBearing } from '../../../resources/index.js';
import { isLedgerGuard } from '../../../stacks/ledger-location.js';
import type { StateFile } from '../../adapters/aws/index.js';
import { type JudgedPlan, type Loss, lossesOf } from '../losses/index.js';
import type { Refusal } from './refusal.js';

const VERBS = { delete: 'deleted', replace: 'replaced', recreate: 'made anew, empty', shorten: 'cut short' } as const;

/** Data that plans would lose, but what may be lost by name. */
export function plannedLosses(plans: readonly JudgedPlan[], lose: readonly string[] = []): Refusal[] {
  return lossRefusals(lossesOf(plans), lose);
}

/** Losses as refusals, but those that may be lost by name. */
export function lossRefusals(losses: readonly Loss[], lose: readonly string[] = []): Refusal[] {
  return losses
    .filter(({ name }) => !lose.includes(name))
    .map(({ stack, address, action, holds, name, lost }) => {
      const reason = `it holds ${holds} and would be ${VERBS[action]}, which loses ${lost}`;
      return { kind: 'data-loss', subject: `${stack}: ${address}`, reason, name };
    });
}

/**
 * The stores that a stack has and a configuration knows nothing of, as a plan that removes them. Tells before anything is
 * planned, also for stacks that can only be planned later.
 */
export function configuredRemovals(id: string, state: StateFile | undefined, config: string | undefined): JudgedPlan {
  const { resource = {} } = JSON.parse(config ?? '{}') as { resource?: Record<string, Record<string, unknown>> };
  const changes = (state?.resources ?? []).flatMap(({ address, type }) => {
    // What guards the ledger is never part of what is rolled back: see `adopt-foundation.ts`.
    if (!isDataBearing(type) || isLedgerGuard(address)) return [];
    const name = /^[^.]+\.(?<name>[\w-]+)/.exec(address)?.groups?.name ?? '';
    return resource[type]?.[name] ? [] : [{ address, type, action: 'delete' as const, attributes: [] }];
  });
  return { id, changes };
}
