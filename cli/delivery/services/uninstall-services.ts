import type { Environment } from '../../../environments/model/index.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import type { ServiceDeployment } from './service-deployment.js';
import { openServicesRun, releaseLabels } from './services-run.js';
import { remove } from './undeclared-services.js';

/** What an uninstall of services can be told. */
export type UninstallServicesOptions = Pick<
  DeployServicesOptions,
  'cluster' | 'helm' | 'progress' | 'services' | 'signal' | 'times'
>;

/**
 * Uninstalls the services of an environment, declared or not, one after the other: what they made goes, and load balancers
 * are given back by their controller before the network below them is destroyed. A release that fails is `failed` in the
 * result; the others go on.
 */
export async function uninstallServices(
  environment: Environment,
  options: UninstallServicesOptions,
): Promise<ServiceDeployment[]> {
  const { services, ...rest } = options;
  const run = await openServicesRun(environment, { ...rest, outputs: {}, prometheus: '' });
  const releases = await run.helm.list({ namespace: run.namespace, labels: releaseLabels(environment) });
  const done: ServiceDeployment[] = [];
  for (const release of releases) {
    if (services && !services.includes(release.release)) continue;
    if (options.signal?.aborted) break;
    done.push(await remove(run, options, release));
  }
  return done;
}
