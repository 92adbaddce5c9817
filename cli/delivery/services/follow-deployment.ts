import { type CanaryVerdict, followCanary } from '../canary/index.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import type { ServiceDeployment, ServiceStatus } from './service-deployment.js';
import type { ServicesRun } from './services-run.js';
import { waitTimes } from './wait-times.js';

const STATUS: Readonly<Record<CanaryVerdict['outcome'], ServiceStatus>> = {
  promoted: 'promoted',
  healthy: 'promoted',
  aborted: 'aborted',
  degraded: 'aborted',
  held: 'held',
  paused: 'held',
  'timed-out': 'held',
  interrupted: 'canary',
};

/** Follows the canary of a service to its end and says how it was judged. */
export async function followDeployment(
  { cluster, environment, namespace, progress }: ServicesRun,
  options: DeployServicesOptions,
  deployment: ServiceDeployment,
): Promise<ServiceDeployment> {
  const began = performance.now();
  const { service } = deployment;
  const verdict = await followCanary(
    cluster,
    { namespace, service, environment: environment.id },
    {
      progress,
      signal: options.signal,
      timeoutMs: waitTimes(options.times).canaryMs,
      parent: options.parent ?? 'services',
    },
  );
  const { outcome, reason, actions, status: seen } = verdict;
  const status = STATUS[outcome];
  return {
    ...deployment,
    status,
    reason,
    actions,
    verdict,
    ...(status === 'aborted' && seen.stable ? { servingImage: seen.stable.image } : {}),
    pods: seen.replicas,
    canary: seen.inProgress ? seen.canary?.pods : undefined,
    error:
      status === 'aborted'
        ? { code: 'CanaryAborted', message: `service '${service}': ${reason}`, source: 'user', actions }
        : undefined,
    durationMs: deployment.durationMs + performance.now() - began,
  };
}
