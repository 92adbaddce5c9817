import { abortedActions } from './aborted-actions.js';
import { recordedActions } from './action-record.js';
import type { CanaryReference, CanaryStatus, CanaryVersion } from './canary-status.js';
import { nextWeight, stepIndex, stepsOf } from './canary-steps.js';
import { derivePhase, isCanary } from './derive-phase.js';
import { differing } from './differing.js';
import { isReady, podReasons } from './pod-reasons.js';
import { readAnalysis } from './read-analysis.js';
import { hashOf, type ReplicaSet, type Rollout, type RolloutObjects, revisionOf } from './rollout-objects.js';
import { statusReason } from './status-reason.js';

/** What the objects of a service add up to; pure, so that it says the same of a recorded cluster. */
export function deriveStatus(objects: RolloutObjects, reference: CanaryReference): CanaryStatus {
  const { autoscaler, rollout, runs } = objects;
  const { currentPodHash, stableRS } = rollout.status ?? {};
  const setOf = (hash?: string) => objects.replicaSets.find((each) => hashOf(each) === hash);
  const current = currentPodHash === undefined ? undefined : setOf(currentPodHash);
  const { pending, pause, phase, inProgress, message } = derivePhase(rollout, current);
  const stable = versionOf(objects, stableRS);
  const canary = isCanary(rollout) || !stableRS ? versionOf(objects, currentPodHash) : undefined;
  const differs = stable && canary ? differing(setOf(stableRS), setOf(currentPodHash), rollout.metadata.name) : [];
  const steps = stepsOf(rollout);
  const step = stepIndex(rollout);
  const revision = revisionOf(rollout);
  const judged = runs.filter((run) => hashOf(run) === currentPodHash && revisionOf(run) === revision);
  const action = recordedActions(objects.replicaSets.find((each) => hashOf(each) === currentPodHash)).findLast(
    (each) => each.revision === revision,
  );
  const ready = [stable, canary].reduce((sum, version) => sum + (version?.pods.ready ?? 0), 0);
  const bare: Omit<CanaryStatus, 'reason' | 'actions'> = {
    service: rollout.metadata.name,
    namespace: rollout.metadata.namespace ?? reference.namespace,
    phase,
    inProgress,
    ...(stable ? { stable } : {}),
    ...(canary ? { canary } : {}),
    ...(differs.length > 0 ? { differing: differs } : {}),
    step,
    steps,
    weight: weightOf(rollout, stable, canary, inProgress ? nextWeight(steps, step) : undefined),
    ...(pause ? { pause } : {}),
    analyses: judged.map((run) => readAnalysis(run)),
    ...(autoscaler ? { autoscaler: scalerOf(autoscaler) } : {}),
    replicas: { ready, desired: rollout.spec.replicas ?? 1 },
    ...(action ? { action } : {}),
    ...(pending ? { pending } : {}),
  };
  const environment = reference.environment ?? rollout.metadata.labels?.['backlot.dev/environment'];
  return { ...bare, reason: statusReason(bare, message), actions: actionsFor(bare, environment) };
}

/** A version as its ReplicaSet and pods show it. */
export function versionOf(objects: RolloutObjects, hash: string | undefined): CanaryVersion | undefined {
  const replicaSet = objects.replicaSets.find((each) => hashOf(each) === hash);
  if (!hash || !replicaSet) return undefined;
  const pods = objects.pods.filter((pod) => hashOf(pod) === hash);
  return {
    hash,
    revision: revisionOf(replicaSet),
    image: imageOf(replicaSet, objects.rollout.metadata.name),
    pods: { ready: pods.filter((pod) => isReady(pod)).length, desired: replicaSet.spec.replicas ?? 0 },
    reasons: podReasons(pods, replicaSet),
  };
}

/** Image of the container that is named like the service, else of the first. */
export function imageOf(replicaSet: ReplicaSet, service: string): string {
  const containers = replicaSet.spec.template?.spec?.containers ?? [];
  return (containers.find(({ name }) => name === service) ?? containers[0])?.image ?? '';
}

function weightOf(
  rollout: Rollout,
  stable: CanaryVersion | undefined,
  canary: CanaryVersion | undefined,
  next: number | undefined,
): CanaryStatus['weight'] {
  const routed = rollout.spec.strategy?.canary?.trafficRouting !== undefined;
  const { verified, canary: set } = rollout.status?.canary?.weights ?? {};
  const ahead = next === undefined ? {} : { next };
  if (routed) {
    return {
      now: canary ? (set?.weight ?? 0) : 0,
      ...ahead,
      by: 'traffic',
      ...(verified === undefined ? {} : { verified }),
    };
  }
  const all = (stable?.pods.ready ?? 0) + (canary?.pods.ready ?? 0);
  const now = canary && all > 0 ? Math.round((canary.pods.ready / all) * 100) : 0;
  return { now, ...ahead, by: 'pods' };
}

function scalerOf({ metadata, spec, status }: NonNullable<RolloutObjects['autoscaler']>) {
  const min = spec.minReplicas ?? 1;
  return { name: metadata.name, min, max: spec.maxReplicas, desired: status?.desiredReplicas ?? min };
}

/** Commands that go on from where a canary stands, the likeliest first. */
function actionsFor(
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
