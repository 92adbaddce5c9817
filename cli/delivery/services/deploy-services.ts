import pLimit from 'p-limit';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type StepStatus, silent } from '../../kernel/progress.js';
import { settleAll } from '../../kernel/settle-all.js';
import { deployService } from './deploy-service.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import { followDeployment } from './follow-deployment.js';
import { requireNamespace } from './preflight/index.js';
import type { ServiceDeployment, ServiceStatus } from './service-deployment.js';
import { openServicesRun, type ServicesRun } from './services-run.js';
import { undeclaredServices } from './undeclared-services.js';

const STEP: Readonly<Record<ServiceStatus, StepStatus>> = {
  deployed: 'done',
  promoted: 'done',
  removed: 'done',
  unchanged: 'unchanged',
  canary: 'in-progress',
  held: 'in-progress',
  undeclared: 'skipped',
  skipped: 'skipped',
  aborted: 'failed',
  failed: 'failed',
};

/**
 * Brings the services that run on Kubernetes to what the environment declares, some at once. A service that fails is
 * `failed` in the result and its siblings go on; the version that served before goes on serving.
 *
 * @throws BacklotError `UnknownService`, `InvalidParallelism` (exit code 3), `NamespaceMissing`, `NamespaceTaken`.
 */
export async function deployServices(
  environment: Environment,
  options: DeployServicesOptions,
): Promise<ServiceDeployment[]> {
  const { parallelism = 4, progress = silent, parent } = options;
  if (!Number.isInteger(parallelism) || parallelism < 1 || parallelism > 16) throw invalidParallelism(parallelism);
  const run = await openServicesRun(environment, options);
  if (run.selected.length === 0 && options.services === undefined && !environment.cluster) return [];
  const began = performance.now();
  if (!parent) progress.emit({ type: 'step-started', id: 'services', title: `Services of ${environment.id}` });
  let failed = true;
  try {
    await requireNamespace(run.cluster, environment);
    const limit = pLimit(parallelism);
    const done = await settleAll(run.selected.map((service) => one(run, options, service, limit)));
    // Looked for only when all services were asked for.
    const gone = options.services ? [] : await undeclaredServices(run, options);
    failed = [...done, ...gone].some(({ status }) => status === 'failed' || status === 'aborted');
    return [...done, ...gone];
  } finally {
    const durationMs = performance.now() - began;
    if (!parent)
      progress.emit({ type: 'step-finished', id: 'services', status: failed ? 'failed' : 'done', durationMs });
  }
}

/** Following a canary takes long and costs nothing: it doesn't keep others from starting. */
async function one(
  run: ServicesRun,
  options: DeployServicesOptions,
  service: string,
  limit: ReturnType<typeof pLimit>,
): Promise<ServiceDeployment> {
  const skipped = (): ServiceDeployment => ({
    service,
    status: 'skipped',
    image: '',
    pods: { ready: 0, desired: 0 },
    reason: 'stopped before it was started',
    actions: [`backlot deploy ${run.environment.id} --service ${service}`],
    durationMs: 0,
  });
  const first = await limit(async () => (options.signal?.aborted ? skipped() : deployService(run, options, service)));
  const last = first.status === 'canary' && options.wait ? await followDeployment(run, options, first) : first;
  run.progress.emit({
    type: 'step-finished',
    id: `service/${service}`,
    status: STEP[last.status],
    message: lineOf(last),
    durationMs: last.durationMs,
  });
  return last;
}

function lineOf({ status, pods, canary, reason, error }: ServiceDeployment): string {
  const counts = pods.desired > 0 ? ` ${pods.ready}/${pods.desired} ready` : '';
  const part = canary ? ` · canary ${canary.ready}/${canary.desired}` : '';
  const why = error?.message ?? reason;
  return `${status}${counts}${part}${why ? `: ${why}` : ''}`;
}

function invalidParallelism(wish: number): BacklotError {
  return new BacklotError({
    code: 'InvalidParallelism',
    message: `parallelism of services is ${wish}; it must be a whole number from 1 to 16`,
    exitCode: 3,
  });
}
