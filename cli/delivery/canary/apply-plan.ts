import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { actor } from '../../kernel/actor.js';
import { type Progress, step } from '../../kernel/progress.js';
import type { ActedCanary } from './acted-canary.js';
import { FIELD_MANAGER, recordAction } from './action-record.js';
import type { CanaryPlan } from './canary-plan.js';
import type { CanaryReference, CanaryStatus } from './canary-status.js';
import { readCanary } from './read-canary.js';
import { readObjects } from './read-objects.js';
import { watchChanges } from './rollout-changes.js';
import { hashOf, ROLLOUTS_API, revisionOf } from './rollout-objects.js';

interface ApplyOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Changes the Rollout as planned, keeps who did it, and waits until the cluster shows it.
 *
 * @throws BacklotError `CanaryMovedOn` when the canary isn't where it was when the plan was made.
 */
export async function applyPlan(
  cluster: Kubernetes,
  reference: CanaryReference,
  plan: CanaryPlan,
  options: ApplyOptions,
): Promise<ActedCanary> {
  const { progress } = options;
  const id = `canary/${plan.verb}/${plan.service}`;
  return step(
    progress,
    { id, title: `${plan.verb} ${plan.service}` },
    async () => {
      if (plan.patches) await change(cluster, reference, plan, progress);
      const { status, settled } = await waitForEffect(cluster, reference, plan, options, id);
      if (!settled) return unsettled(plan, status, reference, options);
      const message = plan.verb === 'abort' ? stableText(status) : plan.does;
      return { service: plan.service, result: plan.patches ? 'done' : 'unchanged', message, status };
    },
    ({ message, result }) => ({
      status: result === 'done' ? 'done' : result === 'unchanged' ? 'unchanged' : 'interrupted',
      message,
    }),
  );
}

/** Where traffic is and how many pods serve it: what a person wants to hear after an abort. */
export function stableText({ autoscaler, stable, weight }: CanaryStatus): string {
  const { image = 'stable', pods } = stable ?? {};
  const floor = autoscaler ? `, autoscaler ${autoscaler.name} keeps at least ${autoscaler.min}` : '';
  const by = weight.by === 'traffic' ? 'of traffic' : 'of ready pods';
  return `${100 - weight.now} % ${by} on stable ${image}, ${pods?.ready ?? 0} of ${pods?.desired ?? 0} pods ready${floor}`;
}

async function change(
  cluster: Kubernetes,
  reference: CanaryReference,
  { patches = {}, status, verb }: CanaryPlan,
  progress: Progress,
): Promise<void> {
  const { namespace, service } = reference;
  const rollout = { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, name: service };
  const options = { fieldManager: FIELD_MANAGER };
  if (patches.status) {
    try {
      await cluster.patch(rollout, patches.status, { ...options, type: 'json', subresource: 'status' });
    } catch (error) {
      throw (await movedOn(cluster, reference, status, verb)) ?? error;
    }
  }
  if (patches.paused !== undefined) await cluster.patch(rollout, { spec: { paused: patches.paused } }, options);
  const objects = await readObjects(cluster, reference);
  const hash = (status.canary ?? status.stable)?.hash;
  const replicaSet = objects.replicaSets.find((each) => hashOf(each) === hash);
  const action = { verb, who: actor(), at: new Date().toISOString(), revision: revisionOf(objects.rollout) };
  const unkept = await recordAction(cluster, objects.rollout, replicaSet, action);
  if (unkept) progress.emit({ type: 'note', level: 'warning', message: `${service}: ${unkept}` });
}

/** A test of the patch didn't hold: somebody was faster, or the canary went on by itself. */
async function movedOn(
  cluster: Kubernetes,
  reference: CanaryReference,
  before: CanaryStatus,
  verb: string,
): Promise<BacklotError | undefined> {
  const now = await readCanary(cluster, reference);
  if (now.step === before.step && now.canary?.hash === before.canary?.hash && now.phase === before.phase)
    return undefined;
  return new BacklotError({
    code: 'CanaryMovedOn',
    message: `${reference.service} went on while this was decided, nothing was changed: now ${now.phase}, ${now.reason}`,
    actions: [
      `backlot canary status ${reference.environment ?? '<environment>'} ${reference.service}`,
      `backlot canary ${verb === 'promote-full' ? 'promote' : verb} ${reference.environment ?? '<environment>'} ${reference.service}`,
    ],
    details: { service: reference.service, phase: now.phase, step: now.step },
  });
}

async function waitForEffect(
  cluster: Kubernetes,
  reference: CanaryReference,
  plan: CanaryPlan,
  { progress, signal = new AbortController().signal, timeoutMs }: ApplyOptions,
  id: string,
): Promise<{ readonly status: CanaryStatus; readonly settled: boolean }> {
  const until = Date.now() + timeoutMs;
  const changes = await watchChanges(cluster, reference, signal);
  try {
    for (;;) {
      const status = await readCanary(cluster, reference);
      if (plan.hasEffect(status)) return { status, settled: true };
      if (signal.aborted || Date.now() >= until) return { status, settled: false };
      const message = plan.verb === 'abort' ? stableText(status) : status.reason;
      progress.emit({ type: 'step-progress', id, message });
      await changes.next(until);
    }
  } finally {
    changes.stop();
  }
}

function unsettled(
  plan: CanaryPlan,
  status: CanaryStatus,
  reference: CanaryReference,
  options: ApplyOptions,
): ActedCanary {
  const stopped = options.signal?.aborted === true;
  const verb = plan.verb === 'promote-full' ? 'promote' : plan.verb;
  const where = plan.verb === 'abort' ? stableText(status) : `${status.phase}: ${status.reason}`;
  const environment = reference.environment ?? '<environment>';
  const resume =
    verb === 'abort' ? `abort ${environment} ${plan.service}` : `status ${environment} ${plan.service} --watch`;
  const since = stopped ? 'no longer waited for' : `not seen after ${Math.round(options.timeoutMs / 1000)} s`;
  const message = `${verb} was asked for, its effect is ${since}: ${where}`;
  const error = {
    code: stopped ? 'Interrupted' : 'CanaryTimedOut',
    message,
    source: stopped ? ('user' as const) : ('upstream' as const),
    actions: [`backlot canary ${resume}`],
  };
  return { service: plan.service, result: stopped ? 'interrupted' : 'timed-out', message, status, error };
}
