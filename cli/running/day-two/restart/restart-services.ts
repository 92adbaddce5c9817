import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import { FIELD_MANAGER } from '../../../delivery/services/scaling/field-manager.js';
import { notDeployed, readAnyWorkload, referenceTo } from '../../../delivery/services/scaling/scaled-objects.js';
import { withDeployLock } from '../../../delivery/workloads/deploy-lock.js';
import type { Workload } from '../../../delivery/workloads/workload-objects.js';
import { type Progress, silent } from '../../../kernel/progress.js';
import type { ReportedError } from '../../../kernel/reported-error.js';
import { reportError } from '../../../kernel/reported-error.js';
import { settleAll } from '../../../kernel/settle-all.js';
import { recordEvent } from '../audit.js';
import { type ServiceCluster, type ServiceClusterOptions, withServiceCluster } from '../service-cluster.js';
import { type Pod, podsOf, serves } from '../service-pods.js';

/** Which services are restarted, and how. */
export interface RestartOptions extends ServiceClusterOptions {
  readonly services: readonly string[];
  /** Shows what will be done and asks; false changes nothing. @default nobody is asked */
  readonly approve?: (plans: readonly RestartPlan[], cluster: Kubernetes) => Promise<boolean>;
  /** Wait until all pods are new. @default true */
  readonly wait?: boolean;
  /** Of each service. @default 10 minutes */
  readonly timeoutMs?: number;
  /** @default 1 second */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** @default the clock */
  readonly now?: () => Date;
}

/** What a restart of one service will do. */
export interface RestartPlan {
  readonly service: string;
  readonly kind: string;
  readonly pods: number;
  /** How many may be away at once, as the workload says: `0`, `25%`. */
  readonly maxUnavailable: string;
  /** A restart that is under way since then is taken up instead of starting another. @default none is */
  readonly resumes?: string;
}

/** What became of one service. */
export interface RestartedService extends RestartPlan {
  readonly status: 'restarted' | 'started' | 'timed-out' | 'interrupted' | 'failed';
  /** Pods from after the restart that are ready. */
  readonly ready: number;
  /** ISO 8601: pods from before it are replaced. */
  readonly restartedAt: string;
  readonly error?: ReportedError;
}

/** What became of all. */
export interface RestartResult {
  readonly environment: string;
  readonly namespace: string;
  readonly services: readonly RestartedService[];
}

interface RestartingWorkload extends Workload {
  readonly spec: Workload['spec'] & {
    readonly restartAt?: string;
    readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
    readonly strategy?: {
      readonly canary?: { readonly maxUnavailable?: number | string };
      readonly rollingUpdate?: { readonly maxUnavailable?: number | string };
    };
  };
}

/** How long a restart that was killed keeps others from the service. */
const LEASE_MS = 30_000;

/** The annotation of a Deployment's pod template by which kubectl restarts it too. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * Replaces all pods of services by ones of the same version, few at a time: through the Rollout's `restartAt`, or the pod
 * template of a Deployment. A restart that is still under way is taken up, so running it again goes on waiting. It holds the
 * lock of the service while it asks for the new pods, so that no deploy of it is in between.
 *
 * @throws BacklotError `UnknownService`, `ServiceNotDeployed`, `Declined`; `DeployInProgress` is of one service.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/restart/
 */
export async function restartServices(environment: Environment, options: RestartOptions): Promise<RestartResult> {
  const { services } = options;
  if (services.length === 0) throw nameThem(environment);
  return withServiceCluster(environment, services, options, (meant) => restart(environment, options, meant));
}

async function restart(
  environment: Environment,
  options: RestartOptions,
  meant: ServiceCluster,
): Promise<RestartResult> {
  const { approve, progress = silent } = options;
  const { cluster, namespace } = meant;
  const planned = await Promise.all(
    meant.services.map(async (service) => {
      const workload = await readAnyWorkload(cluster, namespace, service);
      if (!workload) throw notDeployed(environment.id, namespace, service);
      const pods = (await podsOf(cluster, namespace, [service])).map(({ pod }) => pod).filter(isLiving);
      return { workload: workload as RestartingWorkload, plan: planOf(service, workload as RestartingWorkload, pods) };
    }),
  );
  const plans = planned.map(({ plan }) => plan);
  const starting = plans.filter(({ resumes }) => resumes === undefined);
  if (starting.length > 0 && approve && !(await approve(plans, cluster))) {
    throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
  }
  const done = await settleAll(
    planned.map((each) => restartOne(environment, cluster, namespace, each, options, progress)),
  );
  return { environment: environment.id, namespace, services: done };
}

function planOf(service: string, workload: RestartingWorkload, pods: readonly Pod[]): RestartPlan {
  const { kind, spec } = workload;
  const at = restartAtOf(workload);
  const old = at === undefined ? 0 : pods.filter((pod) => isOlder(pod, at)).length;
  const unready = pods.some((pod) => !serves(pod));
  const { canary, rollingUpdate } = spec.strategy ?? {};
  return {
    service,
    kind,
    pods: pods.length,
    maxUnavailable: String(canary?.maxUnavailable ?? rollingUpdate?.maxUnavailable ?? '25%'),
    // Once every pod is newer and ready, that restart is over, and asking again means another one.
    ...(at !== undefined && (old > 0 || unready) && { resumes: at }),
  };
}

async function restartOne(
  environment: Environment,
  cluster: Kubernetes,
  namespace: string,
  { plan, workload }: { readonly plan: RestartPlan; readonly workload: RestartingWorkload },
  options: RestartOptions,
  progress: Progress,
): Promise<RestartedService> {
  const { now = () => new Date(), pollMs = 1000, signal, timeoutMs = 600_000, wait = true } = options;
  const { service } = plan;
  const began = performance.now();
  const id = `restart/${service}`;
  // The API keeps whole seconds; a pod of this very second counts as old.
  const restartedAt =
    plan.resumes ??
    now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  progress.emit({ type: 'step-started', id, title: `restart ${service}` });
  const finish = (each: Omit<RestartedService, keyof RestartPlan | 'restartedAt'>): RestartedService => {
    const bad = each.status === 'failed' || each.status === 'timed-out';
    const status = bad ? 'failed' : each.status === 'interrupted' ? 'interrupted' : 'done';
    const message = each.error?.message ?? `${each.ready} of ${plan.pods} pods are new and ready`;
    progress.emit({ type: 'step-finished', id, status, message, durationMs: performance.now() - began });
    return { ...plan, restartedAt, ...each };
  };
  try {
    if (plan.resumes === undefined) {
      const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
      const lock = { cluster, namespace, release: service, leaseMs: LEASE_MS, signal, tell };
      // Asking for it takes a moment; the environment's lock, which a deploy holds for as long as a canary takes, is not.
      await withDeployLock(lock, () =>
        cluster.patch(referenceTo(workload), patchOf(workload, restartedAt), { fieldManager: FIELD_MANAGER }),
      );
      const lost = await recordEvent(cluster, workload, {
        reason: 'Restarted',
        message: `restarted ${plan.pods} pods`,
      });
      if (lost) progress.emit({ type: 'note', level: 'warning', message: lost });
    }
    if (!wait) return finish({ status: 'started', ready: 0 });
    const until = performance.now() + timeoutMs;
    for (;;) {
      const { done, ready, text } = await look(cluster, namespace, service, restartedAt);
      if (done) return finish({ status: 'restarted', ready });
      progress.emit({ type: 'step-progress', id, message: text });
      const error = (code: string, exitCode: number) =>
        reportError(unfinished(environment, service, text, code, exitCode));
      if (signal?.aborted) return finish({ status: 'interrupted', ready, error: error('Interrupted', 130) });
      if (performance.now() >= until)
        return finish({ status: 'timed-out', ready, error: error('RestartTimedOut', 69) });
      await delay(pollMs, undefined, { signal }).catch(() => undefined);
    }
  } catch (error) {
    return finish({ status: 'failed', ready: 0, error: reportError(error) });
  }
}

/** Done when no pod from before is left, and as many new ones are ready as the workload wants. */
async function look(cluster: Kubernetes, namespace: string, service: string, restartedAt: string) {
  const workload = await readAnyWorkload(cluster, namespace, service);
  const pods = (await podsOf(cluster, namespace, [service])).map(({ pod }) => pod).filter(isOfWorkload);
  const old = pods.filter((pod) => isOlder(pod, restartedAt));
  const fresh = pods.filter((pod) => !isOlder(pod, restartedAt) && serves(pod));
  const wanted = workload?.spec.replicas ?? 1;
  return {
    done: old.length === 0 && fresh.length >= wanted,
    ready: fresh.length,
    text: `${fresh.length} of ${wanted} pods new and ready, ${old.length} from before`,
  };
}

function patchOf({ kind }: Workload, restartedAt: string): object {
  if (kind === 'Rollout') return { spec: { restartAt: restartedAt } };
  return { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } };
}

function restartAtOf({ kind, spec }: RestartingWorkload): string | undefined {
  return kind === 'Rollout' ? spec.restartAt : spec.template?.metadata?.annotations?.[RESTARTED_AT];
}

/** As Argo Rollouts compares: made before the time, and not at it. */
function isOlder({ metadata }: Pod, at: string): boolean {
  return Date.parse(metadata.creationTimestamp ?? '') < Date.parse(at);
}

function isLiving(pod: Pod): boolean {
  return isOfWorkload(pod) && !pod.metadata.deletionTimestamp;
}

/** A migration's pods have the service's name too, and are of a Job. */
function isOfWorkload({ metadata }: Pod): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'ReplicaSet') ?? false;
}

function unfinished(environment: Environment, service: string, seen: string, code: string, exitCode: number) {
  return new BacklotError({
    code,
    message: `restart of '${service}' is not over: ${seen}; the cluster goes on with it`,
    exitCode,
    actions: [`backlot restart ${environment.id} ${service}`, `backlot events ${environment.id} ${service}`],
    details: { service },
  });
}

function nameThem({ id, services }: Environment): BacklotError {
  const known = Object.entries(services).flatMap(([name, { run }]) => (run === 'kubernetes' ? [name] : []));
  return new BacklotError({
    code: 'ServiceNotNamed',
    message: `name the services to restart: ${known.join(', ') || 'there are none on Kubernetes'}`,
    exitCode: 3,
    actions: known.map((name) => `backlot restart ${id} ${name}`),
  });
}
