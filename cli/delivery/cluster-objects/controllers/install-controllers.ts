import pLimit from 'p-limit';
import type { Environment } from '../../../../environments/model/index.js';
import { controllerContext } from '../../../../stacks/controller-context.js';
import { controllerObjects } from '../../../../stacks/controller-objects.js';
import { type PlannedController, plannedControllers } from '../../../../stacks/controllers.js';
import type { Helm } from '../../../adapters/helm/index.js';
import { step } from '../../../kernel/progress.js';
import { reportError } from '../../../kernel/reported-error.js';
import { unknownName } from '../../../kernel/unknown-name.js';
import type { ControllerDeployment } from './controllers-result.js';
import { type ControllerRun, FIELD_MANAGER, installController } from './install-controller.js';
import { CONTROLLER_TIMES, type InstallControllersOptions } from './install-options.js';
import { repositoryProbe } from './repository-probe.js';
import { sandboxStandIn } from './sandbox-stand-ins.js';

const AT_ONCE = 3;

/**
 * Installs the third-party controllers that the environment has, those first that others build on. One that cannot be
 * installed is part of the result and keeps no other from its turn. In the sandbox nothing is installed: the result says
 * what stands in.
 *
 * @throws BacklotError `UnknownController` for an id in `only` that the environment doesn't have, `StackNotApplied`.
 */
export async function installControllers(
  environment: Environment,
  options: InstallControllersOptions,
): Promise<ControllerDeployment[]> {
  const planned = selected(environment, options.only);
  if (options.cluster.access.source === 'sandbox') return standIns(environment, planned, options);
  const times = { ...CONTROLLER_TIMES, ...options.times };
  const helm = options.helm ?? (await openHelm(options));
  const run: ControllerRun = { ...options, environment, helm, times, probe: repositoryProbe(times.probeMs) };
  const results = new Map<string, ControllerDeployment>();
  const limit = pLimit(AT_ONCE);
  for (const wave of waves(planned)) {
    const done = await Promise.all(wave.map((each) => limit(() => installOne(each, run))));
    for (const result of done) results.set(result.id, result);
  }
  return planned.flatMap(({ controller }) => results.get(controller.id) ?? []);
}

function selected(environment: Environment, only: readonly string[] | undefined): readonly PlannedController[] {
  const planned = plannedControllers(environment);
  const ids: string[] = planned.map(({ controller }) => controller.id);
  const unknown = only?.find((id) => !ids.includes(id));
  if (unknown) {
    throw unknownName({
      code: 'UnknownController',
      given: unknown,
      known: ids,
      message: `environment '${environment.id}' has no controller '${unknown}'; it has ${ids.join(', ') || 'none'}`,
      hints: [`write cluster.controllers.${unknown}.enabled: true, where it is one of the catalogue`],
    });
  }
  return planned.filter(({ controller }) => only?.includes(controller.id) ?? true);
}

/** Groups of controllers that need not wait for each other. */
function waves(planned: readonly PlannedController[]): PlannedController[][] {
  const level = new Map<string, number>();
  for (const { controller } of planned) {
    level.set(controller.id, 1 + Math.max(0, ...controller.after.map((id) => level.get(id) ?? 0)));
  }
  return [...Map.groupBy(planned, ({ controller }) => level.get(controller.id) ?? 1).values()];
}

async function installOne(planned: PlannedController, run: ControllerRun): Promise<ControllerDeployment> {
  const { cluster, environment, outputs, progress, signal } = run;
  const base = sandboxStandIn(planned);
  const aws = environment.target !== 'sandbox';
  if (signal?.aborted) return { ...base, status: 'skipped', note: 'the run was stopped' };
  if (!aws && planned.controller.onlyWithAws) {
    return { ...base, status: 'not in the sandbox', note: "pods of this cluster cannot reach the sandbox's AWS" };
  }
  const began = performance.now();
  const id = `controllers/${base.id}`;
  const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
  const finish = (rest: Partial<ControllerDeployment>): ControllerDeployment => ({
    ...base,
    note: undefined,
    ...rest,
    durationMs: Math.round(performance.now() - began),
  });
  return step(
    progress,
    { id, title: base.title },
    async () => {
      try {
        const [monitoring, certificates] = await Promise.all([
          cluster.serves('monitoring.coreos.com/v1', 'ServiceMonitor'),
          cluster.serves('cert-manager.io/v1', 'Certificate'),
        ]);
        const context = controllerContext(environment, outputs, { monitoring, certificates, aws });
        return finish(await installController(planned, context, run, tell));
      } catch (error) {
        return finish({ status: 'failed', error: reportError(error) });
      }
    },
    ({ error, note, status, version }) => ({
      status: STEPS[status] ?? 'done',
      message: error?.message ?? note ?? version,
    }),
  );
}

const STEPS = {
  installed: 'done',
  unchanged: 'unchanged',
  unreachable: 'deferred',
  foreign: 'skipped',
  provided: 'unchanged',
  'not in the sandbox': 'skipped',
  skipped: 'skipped',
  failed: 'failed',
} as const;

/** The objects that a controller acts on are kept in the sandbox too, where their kinds are known. */
async function standIns(
  environment: Environment,
  planned: readonly PlannedController[],
  { cluster, outputs, progress }: InstallControllersOptions,
): Promise<ControllerDeployment[]> {
  const results = planned.map(sandboxStandIn);
  const provided = planned.filter(({ controller }) => controller.sandbox.status === 'provided');
  await step(
    progress,
    { id: 'controllers', title: 'controllers' },
    async () => {
      for (const object of provided.flatMap(({ controller }) =>
        controllerObjects(controller.id, environment, outputs),
      )) {
        if (!(await cluster.serves(object.apiVersion, object.kind))) continue;
        await cluster.apply({ ...object }, { fieldManager: FIELD_MANAGER, force: true });
      }
    },
    () => ({ status: 'unchanged', message: `${provided.length} of ${planned.length} provided by the sandbox` }),
  );
  return results;
}

async function openHelm({ cluster, progress }: InstallControllersOptions): Promise<Helm> {
  const helm = await import('../../../adapters/helm/index.js');
  return helm.openHelm(cluster.access, {
    progress: (message: string) => progress.emit({ type: 'note', level: 'info', message }),
  });
}
