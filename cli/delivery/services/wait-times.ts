import type { WaitTimes } from './deploy-services-options.js';
import type { PlannedService } from './plan-service.js';

/** What is waited for how long, with what isn't said filled in. */
export function waitTimes(wished: Partial<WaitTimes> = {}): WaitTimes {
  return { pollMs: 1_000, graceMs: 15_000, slackMs: 60_000, canaryMs: 3_600_000, leaseMs: 15_000, ...wished };
}

/**
 * How long a service may go without progress: what its own start may take and the slack for nodes and images, but not
 * longer than its controller waits. Nodes of a real cluster may have to be bought first.
 */
export function patienceMs({ values }: PlannedService, times: WaitTimes, real: boolean): number {
  const { periodSeconds = 2, failureThreshold = 30 } = values.health.startup;
  const start = periodSeconds * failureThreshold * 1_000;
  const limit = (values.canary.progressDeadlineSeconds ?? 600) * 1_000;
  return Math.min(start + times.slackMs * (real ? 4 : 1), limit);
}
