import { abortedActions } from './aborted-actions.js';
import type { CanaryStatus } from './canary-status.js';

/** Commands that go on from where a canary stands, the likeliest first. */
export function actionsFor(
  status: Pick<CanaryStatus, 'inProgress' | 'phase' | 'replicas' | 'service' | 'pause'>,
  environment = 'ENV',
): string[] {
  const { inProgress, pause, phase, replicas, service } = status;
  const command = (verb: string, more = '') => `backlot canary ${verb} ${environment} ${service}${more}`;
  if (phase === 'aborted') return abortedActions(environment, service);
  if (phase === 'degraded' && replicas.desired === 0) return [`backlot scale ${environment} ${service} --reset`];
  if (!inProgress) return phase === 'paused' ? [command('promote')] : [];
  if (phase === 'held') return [command('retry'), command('promote'), command('abort')];
  if (phase === 'paused') return [command('promote'), command('abort')];
  if (phase === 'degraded') return [command('abort'), command('status')];
  return pause ? [command('promote'), command('abort')] : [command('status', ' --watch')];
}
