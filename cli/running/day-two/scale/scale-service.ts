import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { Duration } from '../../../../modules/values/duration.js';
import type { Kubernetes } from '../../../adapters/kubernetes/kubernetes.js';
import { FIELD_MANAGER } from '../../../delivery/services/scaling/field-manager.js';
import {
  parseRange,
  type ReplicaRange,
  rangeArgument,
  rangeText,
} from '../../../delivery/services/scaling/replica-range.js';
import {
  notDeployed,
  rangePatch,
  readScaled,
  referenceTo,
  type ScaledObjects,
} from '../../../delivery/services/scaling/scaled-objects.js';
import { raiseToFloor } from '../../../delivery/services/scaling/scaled-to-none.js';
import { SCALED_ANNOTATION, type ScalingRecord } from '../../../delivery/services/scaling/scaling-record.js';
import { withDeployLock } from '../../../delivery/workloads/deploy-lock.js';
import { actor } from '../../../kernel/actor.js';
import { silent, step } from '../../../kernel/progress.js';
import { recordEvent } from '../audit.js';
import { type ServiceCluster, type ServiceClusterOptions, withServiceCluster } from '../service-cluster.js';
import { planScale, type ScalePlan } from './scale-plan.js';

/** What a service is scaled to, and how. */
export interface ScaleOptions extends ServiceClusterOptions {
  readonly service: string;
  /** `6`, or `3-12` for a service with an autoscaler. @default back to what the environment's file says */
  readonly replicas?: string;
  /** `2h`: deploys keep it so long. @default the next deploy goes back to the file */
  readonly for?: string;
  /** Shows what will be done and asks; false changes nothing. @default nobody is asked */
  readonly approve?: (plan: ScalePlan, cluster: Kubernetes) => Promise<boolean>;
  /** Wait until that many pods are ready. @default true */
  readonly wait?: boolean;
  /** @default 5 minutes */
  readonly timeoutMs?: number;
  /** @default 1 second */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
  /** @default the clock */
  readonly now?: () => Date;
}

/** What became of it. */
export interface ScaleResult extends ScalePlan {
  readonly status: 'scaled' | 'unchanged';
  /** Pods at the end. */
  readonly ready: number;
}

const LEASE_MS = 30_000;

/**
 * Sets how many pods a service has: the bounds of its autoscaler, or the number of its workload. The file stays as it is and
 * goes on being the truth: a record beside the number says who did it and until when a deploy leaves it alone. Running it
 * twice changes nothing the second time.
 *
 * @throws BacklotError `InvalidReplicas`, `UnknownService`, `ServiceNotDeployed`, `NoAutoscaler`, `BelowBudget`, `Declined`,
 * `DeployInProgress`, `ScaleTimedOut` (exit code 69), `Interrupted`.
 */
export async function scaleService(environment: Environment, options: ScaleOptions): Promise<ScaleResult> {
  const { service } = options;
  const to = options.replicas === undefined ? undefined : parseRange(options.replicas);
  const forSeconds = options.for === undefined ? undefined : Duration.parse(options.for).toSeconds();
  return withServiceCluster(environment, [service], options, (meant) =>
    scale(environment, options, { to, forSeconds }, meant),
  );
}

async function scale(
  environment: Environment,
  options: ScaleOptions,
  { to, forSeconds }: { readonly to?: ReplicaRange; readonly forSeconds?: number },
  { cluster, namespace }: ServiceCluster,
): Promise<ScaleResult> {
  const { approve, now = () => new Date(), progress = silent, service, signal } = options;
  const declared = environment.services[service]?.replicas ?? { min: 1, max: 1 };
  const planNow = async () => {
    const objects = await readScaled(cluster, namespace, service);
    if (!objects) throw notDeployed(environment.id, namespace, service);
    const { id } = environment;
    const input = { environment: id, service, namespace, objects, declared, to, forSeconds, now: now() };
    return { objects, plan: await planScale(cluster, input) };
  };
  const { objects, plan } = await planNow();
  if (!plan.unchanged && approve && !(await approve(plan, cluster))) {
    throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
  }
  const id = `scale/${service}`;
  const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
  return step(
    progress,
    { id, title: `scale ${service} to ${rangeText(plan.to)}` },
    async () => {
      if (!plan.unchanged) {
        const lock = { cluster, namespace, release: service, leaseMs: LEASE_MS, signal, tell };
        // A deploy in between would set the number again.
        await withDeployLock(lock, async () => change(cluster, (await planNow()).objects, plan, now()));
        const message = `scaled from ${rangeText(plan.from)} to ${rangeText(plan.to)}${plan.until ? ` until ${plan.until}` : ''}`;
        const lost = await recordEvent(cluster, objects.workload, {
          reason: plan.reset ? 'ScalingReset' : 'Scaled',
          message,
        });
        if (lost) progress.emit({ type: 'note', level: 'warning', message: lost });
      }
      const ready = options.wait === false ? plan.pods : await waitForPods(cluster, plan, options, tell);
      return { ...plan, status: plan.unchanged ? ('unchanged' as const) : ('scaled' as const), ready };
    },
    ({ ready, status }) => ({
      status: status === 'scaled' ? 'done' : 'unchanged',
      message: `${ready} pods ready`,
    }),
  );
}

async function change(cluster: Kubernetes, objects: ScaledObjects, plan: ScalePlan, now: Date): Promise<void> {
  const record: ScalingRecord = {
    to: plan.to,
    from: plan.from,
    who: actor(),
    at: now.toISOString(),
    ...(plan.until && { until: plan.until }),
  };
  const annotations = { [SCALED_ANNOTATION]: plan.reset ? null : JSON.stringify(record) };
  await cluster.patch(referenceTo(objects.owner), rangePatch(objects, plan.to, annotations), {
    fieldManager: FIELD_MANAGER,
  });
  // The bounds of an autoscaler that is off do nothing.
  if (objects.autoscaler) await raiseToFloor(cluster, objects.workload, plan.to.min);
}

/** Until as many pods are ready as the range asks for, and no more run than it allows. */
async function waitForPods(
  cluster: Kubernetes,
  plan: ScalePlan,
  { pollMs = 1000, signal, timeoutMs = 300_000 }: ScaleOptions,
  tell: (message: string) => void,
): Promise<number> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const objects = await readScaled(cluster, plan.namespace, plan.service);
    const { readyReplicas = 0, replicas = 0 } = objects?.workload.status ?? {};
    const { max, min } = plan.to;
    if (readyReplicas >= min && replicas <= Math.max(max, surge(objects))) return readyReplicas;
    tell(`${readyReplicas} of ${rangeText(plan.to)} pods ready`);
    if (signal?.aborted) throw ended(plan, readyReplicas, 'Interrupted', 130);
    if (performance.now() >= until) throw ended(plan, readyReplicas, 'ScaleTimedOut', 69);
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** During a canary both versions run, which together may be more than the range. */
function surge(objects: ScaledObjects | undefined): number {
  const { currentPodHash, replicas = 0, stableRS } = objects?.workload.status ?? {};
  return stableRS && currentPodHash && stableRS !== currentPodHash ? replicas : 0;
}

function ended(plan: ScalePlan, ready: number, code: string, exitCode: number): BacklotError {
  const { environment, service, to, warnings } = plan;
  const again = plan.reset
    ? `backlot scale ${environment} ${service} --reset`
    : `backlot scale ${environment} ${service} ${rangeArgument(to)}`;
  const events = `backlot events ${environment} ${service}`;
  const late = code === 'ScaleTimedOut';
  const reset = `backlot scale ${environment} ${service} --reset`;
  return new BacklotError({
    code,
    message: `'${service}' is scaled to ${rangeText(to)}, but ${ready} of its pods are ready so far; the cluster goes on`,
    exitCode,
    // The same wait once more says nothing of why it was too long: what was known before does, and the events.
    actions: late ? [events, ...(plan.reset ? [] : [reset])] : [again, events],
    hints: late ? warnings : [],
    details: { service, ready, wanted: to },
  });
}
