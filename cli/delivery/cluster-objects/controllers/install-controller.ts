import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import { controllerObjects } from '../../../../stacks/controller-objects.js';
import type {
  ChartValue,
  ChartValues,
  ControllerChart,
  ControllerContext,
  PlannedController,
} from '../../../../stacks/controllers.js';
import type { Helm } from '../../../adapters/helm/index.js';
import { withDeployLock } from '../../workloads/deploy-lock.js';
import { recoverPending } from '../../workloads/pending-release.js';
import type { ControllerStatus } from './controllers-result.js';
import { CONTROLLER_LABEL, foreignInstallation } from './foreign-installation.js';
import type { ControllerTimes, InstallControllersOptions } from './install-options.js';
import type { ProbeRepository } from './repository-probe.js';
import { unhealthyReason } from './workload-health.js';

/** Owner of the fields of what is applied beside the charts. */
export const FIELD_MANAGER = 'backlot-controllers';

/** What all controllers of a run share. */
export interface ControllerRun extends InstallControllersOptions {
  readonly environment: Environment;
  readonly helm: Helm;
  readonly times: ControllerTimes;
  readonly probe: ProbeRepository;
}

/** How it ended, and one line about it. */
export interface InstallOutcome {
  readonly status: ControllerStatus;
  readonly note?: string;
}

/**
 * Brings one controller to its pinned version and values, and waits for its pods.
 *
 * @throws BacklotError `ControllerUnhealthy`, and what Helm and the cluster throw.
 */
export async function installController(
  planned: PlannedController,
  context: ControllerContext,
  run: ControllerRun,
  tell: (message: string) => void,
): Promise<InstallOutcome> {
  const { cluster, environment, helm, outputs, probe, signal, times } = run;
  const { controller, charts, overrides } = planned;
  const { namespace } = controller;
  const again = `backlot deploy ${environment.id} --only controllers`;
  const foreign = await foreignInstallation(controller, cluster, helm);
  if (foreign) {
    const keep = `cluster.controllers.${controller.id}.enabled: false`;
    return { status: 'foreign', note: `somebody else's is there: ${foreign}; left alone (${keep} says so for good)` };
  }
  let changed = false;
  for (const chart of charts) {
    const values = chart.values ?? mergeValues(controller.values(context), overrides);
    if (await isInstalled(chart, values, namespace, helm)) continue;
    const reason = await probe(chart.repository);
    if (reason) return { status: 'unreachable', note: unreachable(chart, reason, again) };
    tell(`${chart.name} ${chart.version} from ${chart.repository}`);
    await ensureNamespace(namespace, run);
    try {
      await upgrade(chart, values, planned, run, tell);
    } catch (error) {
      const { code, message } = error instanceof BacklotError ? error : { code: '', message: '' };
      if (code === 'ChartUnreachable')
        return { status: 'unreachable', note: unreachable(chart, firstLine(message), again) };
      // Helm takes over nothing that it has not made, such as kinds that were applied by hand.
      if (code === 'ObjectOwned') return { status: 'foreign', note: `${firstLine(message)}; left alone` };
      throw error;
    }
    changed = true;
  }
  const releases = charts.map(({ release }) => release);
  const why = await unhealthyReason({ cluster, namespace, releases, times, tell, signal });
  if (why) throw unhealthy(planned, why, again);
  for (const object of controllerObjects(controller.id, environment, outputs)) {
    await served(object, run);
    await cluster.apply({ ...object }, { fieldManager: FIELD_MANAGER, force: true });
  }
  return { status: changed ? 'installed' : 'unchanged' };
}

/** The server knows a kind a moment after its definition is there. */
async function served(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  { cluster, signal, times }: ControllerRun,
) {
  const deadline = performance.now() + times.graceMs;
  while (!(await cluster.serves(apiVersion, kind)) && performance.now() < deadline && !signal?.aborted) {
    await delay(Math.min(times.pollMs, times.graceMs), undefined, { signal }).catch(() => undefined); // the loop ends
  }
}

async function isInstalled(chart: ControllerChart, values: ChartValues, namespace: string, helm: Helm) {
  const reference = { namespace, release: chart.release };
  const last = await helm.status(reference);
  if (last?.status !== 'deployed') return false;
  // Some repositories put a v before the version, and others don't.
  const versions = [chart.version, `v${chart.version}`, chart.version.replace(/^v/, '')];
  if (!versions.some((version) => last.chart === `${chart.name}-${version}`)) return false;
  return isDeepStrictEqual(await helm.values(reference), values);
}

async function upgrade(
  chart: ControllerChart,
  values: ChartValues,
  { controller: { id, namespace } }: PlannedController,
  { cluster, environment, helm, signal, times }: ControllerRun,
  tell: (message: string) => void,
): Promise<void> {
  const { name, release, repository, version } = chart;
  const reference = { namespace, release };
  const whole = repository.startsWith('oci://') ? `${repository}/${name}` : repository;
  await withDeployLock({ cluster, namespace, release, leaseMs: times.leaseMs, signal, tell }, async () => {
    await helm.settle(reference, { signal });
    const freed = await recoverPending(cluster, helm, reference);
    if (freed) tell(`freed ${release} from a run that was cut off (${freed.status})`);
    await helm.upgradeInstall(
      { ...reference, chart: { name, repository: whole, version }, values },
      {
        signal,
        labels: { [CONTROLLER_LABEL]: id, 'backlot.dev/environment': environment.id },
        description: `${name} ${version}`,
      },
    );
  });
}

/** Controllers get by with what the restricted standard allows; where they don't, they are in `kube-system`. */
async function ensureNamespace(name: string, { cluster, environment }: ControllerRun): Promise<void> {
  const labels = {
    'app.kubernetes.io/managed-by': 'backlot',
    'app.kubernetes.io/part-of': environment.platform,
    'backlot.dev/environment': environment.id,
    'pod-security.kubernetes.io/enforce': 'restricted',
  };
  // Undefined when there is one, whoever made it.
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

function unreachable({ repository, version }: ControllerChart, reason: string, again: string): string {
  return `${repository} cannot be reached (${reason}), so ${version} was not installed; try again: ${again}`;
}

function unhealthy({ controller: { id, namespace } }: PlannedController, why: string, again: string): BacklotError {
  return new BacklotError({
    code: 'ControllerUnhealthy',
    message: `controller '${id}' is not ready: ${why}`,
    source: 'upstream',
    actions: [shell`kubectl --namespace ${namespace} get pods`, again],
    details: { controller: id, namespace, reason: why },
  });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

/** Lays values over others as Helm does: maps merge, everything else is replaced. What is undefined is left out. */
function mergeValues(below: ChartValues, above: ChartValues): ChartValues {
  return JSON.parse(JSON.stringify(merge(below, above))) as ChartValues;
}

function merge(below: ChartValue | undefined, above: ChartValue | undefined): ChartValue | undefined {
  if (above === undefined) return below;
  if (!isMap(below) || !isMap(above)) return above;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
  return Object.fromEntries(keys.map((key) => [key, merge(below[key], above[key])]));
}

function isMap(value: ChartValue | undefined): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
