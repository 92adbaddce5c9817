import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { hashOfChange } from '../plan/service-plan.js';
import type { ServiceChange } from '../services/index.js';
import type { PlannedStacks } from './planned-stacks.js';

/**
 * Makes sure that the services would change as a saved plan said: another image, values or chart, also one that somebody
 * deployed meanwhile, is not what was reviewed.
 *
 * @param now what would change; undefined when services are not deployed, or that cannot be told yet
 * @throws BacklotError `StalePlan` naming each service.
 */
export function verifyServices(
  { id }: Environment,
  { plan, services: saved }: PlannedStacks,
  now: readonly ServiceChange[] | undefined,
): void {
  if (!saved || !now) return;
  const found = now.filter((change) => saved.hashes[change.service] !== hashOfChange(change));
  if (found.length === 0) return;
  const said = found.map(({ service }) =>
    service in saved.hashes
      ? `service '${service}': what would change is no longer what the plan shows`
      : `service '${service}': is not in the plan`,
  );
  throw new BacklotError({
    code: 'StalePlan',
    message: `plan '${plan.planId}' no longer fits, nothing was applied: ${said.join('; ')}`,
    actions: [`backlot plan ${id}`],
    details: { planId: plan.planId, changed: found.map(({ service }) => ({ service, what: 'its change' })) },
  });
}
