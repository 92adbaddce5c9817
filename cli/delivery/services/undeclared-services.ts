import type { HelmRelease } from '../../adapters/helm/index.js';
import { reportError } from '../../kernel/reported-error.js';
import { withDeployLock } from '../workloads/deploy-lock.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import { settleRelease } from './install-service.js';
import { imageTextOf } from './plan-service.js';
import type { ServiceDeployment } from './service-deployment.js';
import { kubernetesServices, releaseLabels, type ServicesRun } from './services-run.js';
import { waitTimes } from './wait-times.js';

/** Releases of this environment whose service isn't declared any more. */
export async function findUndeclared({ environment, helm, namespace }: ServicesRun): Promise<HelmRelease[]> {
  const declared = new Set(kubernetesServices(environment));
  const releases = await helm.list({ namespace, labels: releaseLabels(environment) });
  return releases.filter(({ release }) => !declared.has(release));
}

/** Reports services that are declared no more, and uninstalls them when that is asked for. */
export async function undeclaredServices(
  run: ServicesRun,
  options: DeployServicesOptions,
): Promise<ServiceDeployment[]> {
  const found = await findUndeclared(run);
  return Promise.all(found.map((release) => (options.prune ? remove(run, options, release) : report(run, release))));
}

async function report(run: ServicesRun, release: HelmRelease): Promise<ServiceDeployment> {
  const { environment, helm, progress } = run;
  const values = await helm.values(release);
  const action = `backlot deploy ${environment.id} --prune`;
  const reason = `'${release.release}' is declared no more, and still runs`;
  progress.emit({ type: 'note', level: 'warning', message: `${reason}; to uninstall it: ${action}` });
  return {
    ...nothing(release),
    status: 'undeclared',
    image: imageTextOf(values) ?? '',
    reason,
    actions: [action],
  };
}

/** Uninstalls one release under its lock. */
export async function remove(
  run: ServicesRun,
  options: Pick<DeployServicesOptions, 'signal' | 'times'>,
  release: HelmRelease,
): Promise<ServiceDeployment> {
  const began = performance.now();
  const { cluster, helm, progress } = run;
  const { signal } = options;
  const tell = (message: string) => progress.emit({ type: 'note', level: 'info', message });
  const { leaseMs } = waitTimes(options.times);
  const previousImage = imageTextOf(await helm.values(release));
  try {
    const lock = { cluster, namespace: release.namespace, release: release.release, leaseMs, signal, tell };
    await withDeployLock(lock, async () => {
      await settleRelease(run, release, signal, tell);
      await helm.uninstall(release, { signal, wait: true });
    });
    await cluster.delete({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      namespace: release.namespace,
      name: `backlot-deploy-${release.release}`,
    });
    const durationMs = performance.now() - began;
    return { ...nothing(release), status: 'removed', previousImage, durationMs };
  } catch (error) {
    const durationMs = performance.now() - began;
    const reported = reportError(error);
    return {
      ...nothing(release),
      status: 'failed',
      previousImage,
      error: reported,
      actions: reported.actions,
      durationMs,
    };
  }
}

function nothing({ release, chart }: HelmRelease): Omit<ServiceDeployment, 'status'> {
  return { service: release, image: '', pods: { ready: 0, desired: 0 }, chart, actions: [], durationMs: 0 };
}
