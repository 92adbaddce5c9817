import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { waitHealthy } from '../../delivery/services/health/wait-healthy.js';
import { ROLLOUTS_API, type Workload } from '../../delivery/workloads/workload-objects.js';
import type { StopReason } from '../../session/open/interruption.js';
import { askForSync, copiesOf, copyIn, holds, syncProblem } from './cluster-copies.js';
import { consumerState, hasMoved, type WantedVersion } from './consumer-state.js';
import type { SecretConsumer } from './consumers-result.js';
import type { FoundConsumer } from './find-consumers.js';
import { versionAnnotation } from './pod-version.js';
import { consumerNotReady, type RotationPlace, resumeCommand, stopped } from './rotation-error.js';
import { skipSteps } from './skip-steps.js';

/** How consumers are rolled out. */
export interface RollOptions {
  readonly cluster: Kubernetes;
  readonly namespace: string;
  readonly place: RotationPlace;
  /** A line for every change that people should see. */
  readonly tell: (message: string) => void;
  /** Aborted by a person, the clock, or when the lock was lost. */
  readonly signal: AbortSignal;
  /** What asked to stop. */
  readonly reason: () => StopReason | undefined;
  readonly pollMs: number;
  readonly graceMs: number;
}

/** Owner of the annotations that roll pods out. */
const FIELD_MANAGER = 'backlot-secrets';

/** Annotation of pods whose rollout for a version is tried again. */
const ATTEMPT = 'secrets.backlot.dev/attempt';

/** How long pods may make no progress. */
const PATIENCE_MS = 300_000;

/**
 * Moves one consumer: the cluster's copy first, so that whatever starts from now on has the new version; then its pods, by
 * an annotation of their template. They are replaced as the workload declares (a new one first where no pod may be
 * missing); a canary's steps are passed over, since the code is the same and the credential was tried before. It ends when
 * no pod has another version, also none that is being deleted.
 *
 * @throws BacklotError `ConsumerNotReady`, `SecretNotSynced`, `RotationTimedOut`, `Interrupted`.
 */
export async function rollConsumer(
  consumer: FoundConsumer,
  wanted: WantedVersion,
  options: RollOptions,
): Promise<SecretConsumer> {
  const { cluster, namespace, place, signal, tell } = options;
  const look = () => consumerState(cluster, namespace, consumer, wanted);
  if (!consumer.external) return look();
  await bringCopy(consumer, wanted, options);
  const { workload } = consumer;
  if (workload === 'Rollout' || workload === 'Deployment') {
    const state = await look();
    if (hasMoved(state) && state.pods?.current === state.pods?.ready) return state;
    await rollPods(consumer.service, workload, wanted, options);
    if (workload === 'Rollout') await skipSteps(cluster, { namespace, name: consumer.service }, options);
    const { graceMs, pollMs } = options;
    const reference = { namespace, service: consumer.service, kind: workload };
    const times = { pollMs, graceMs };
    const line = (message: string) => tell(`${consumer.service}: ${message}`);
    const end = await waitHealthy({
      ...reference,
      cluster,
      times,
      patienceMs: PATIENCE_MS,
      floor: 0,
      whole: true,
      tell: line,
      signal,
    });
    if (end.outcome === 'interrupted') throw stopped(place, options.reason(), `${consumer.service} was rolled out`);
    if (end.outcome !== 'healthy') throw consumerNotReady(place, consumer.service, end.reason ?? 'it was aborted');
  }
  return waitMoved(consumer.service, look, options);
}

/** Waits until the cluster's copy holds the version. */
async function bringCopy(consumer: FoundConsumer, wanted: WantedVersion, options: RollOptions): Promise<void> {
  const { cluster, namespace, place, pollMs, signal, tell } = options;
  const { service } = consumer;
  for (let asked = false; ; ) {
    const external = (await copiesOf(cluster, namespace, wanted.stored)).find(
      ({ metadata }) => metadata.name === consumer.external?.metadata.name,
    );
    if (!external) throw notSynced(place, service, 'its ExternalSecret is gone');
    if (holds(await copyIn(cluster, external), external, wanted.stored, wanted.value)) return;
    if (!asked) {
      await askForSync(cluster, external, `${wanted.version}/${Date.now()}`);
      tell(`${service}: waiting for the cluster's copy`);
      asked = true;
    }
    if (signal.aborted) {
      const problem = syncProblem(external);
      if (problem && options.reason() === 'timed-out') throw notSynced(place, service, problem);
      throw stopped(place, options.reason(), `the copy of ${service} was brought up to date`);
    }
    await delay(pollMs, undefined, { signal }).catch(() => undefined); // told to stop: one last look
  }
}

async function rollPods(
  name: string,
  kind: 'Rollout' | 'Deployment',
  { secret, version }: WantedVersion,
  { cluster, namespace }: RollOptions,
): Promise<void> {
  const reference = { apiVersion: kind === 'Rollout' ? ROLLOUTS_API : 'apps/v1', kind, namespace, name };
  const workload = await cluster.get<Workload>(reference);
  const template = workload?.spec.template as { metadata?: { annotations?: Record<string, string> } } | undefined;
  const asked = template?.metadata?.annotations?.[versionAnnotation(secret)] === version;
  // The same template again would change nothing: what was given up is tried again by another one.
  const again = asked && workload?.status?.abort === true;
  if (asked && !again) return;
  const annotations = { [versionAnnotation(secret)]: version, ...(again ? { [ATTEMPT]: String(Date.now()) } : {}) };
  await cluster.patch(
    reference,
    { spec: { template: { metadata: { annotations } } } },
    { fieldManager: FIELD_MANAGER },
  );
}

async function waitMoved(
  service: string,
  look: () => Promise<SecretConsumer>,
  { place, pollMs, reason, signal, tell }: RollOptions,
): Promise<SecretConsumer> {
  for (let told = ''; ; ) {
    const state = await look();
    if (hasMoved(state)) return state;
    if (state.state !== told) tell(`${service}: ${state.state}`);
    told = state.state;
    if (signal.aborted) throw stopped(place, reason(), `waiting for pods of ${service}: ${state.state}`);
    await delay(pollMs, undefined, { signal }).catch(() => undefined); // told to stop: one last look
  }
}

function notSynced(place: RotationPlace, service: string, reason: string): BacklotError {
  return new BacklotError({
    code: 'SecretNotSynced',
    message: `the cluster's copy of '${place.secret}' for ${service} does not get the new version: ${reason}; the old one is still valid`,
    source: 'upstream',
    actions: [shell`kubectl describe externalsecret ${service}`, `${resumeCommand(place)}`],
    details: { secret: place.secret, service },
  });
}
