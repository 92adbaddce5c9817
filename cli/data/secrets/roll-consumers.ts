import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type Workload } from '../../delivery/workloads/workload-objects.js';
import { step } from '../../kernel/progress.js';
import type { WantedVersion } from './consumer-state.js';
import type { SecretConsumer } from './consumers-result.js';
import { type FoundConsumer, findConsumers, namespaceOf } from './find-consumers.js';
import { versionAnnotation } from './pod-version.js';
import { rollConsumer } from './roll-consumer.js';
import { stopped } from './rotation-error.js';
import type { StoredSecret } from './secret-store.js';
import type { SecretChangeOptions } from './secrets-options.js';
import type { SecretsSession } from './with-secrets.js';

/** What rolling out all consumers needs. */
export interface RollAllOptions {
  readonly environment: Environment;
  readonly cluster: Kubernetes;
  readonly session: SecretsSession;
  readonly times: Pick<SecretChangeOptions, 'pollMs' | 'graceMs'>;
  /** No new value was made for it. @default false */
  readonly rolloutOnly?: boolean;
  /** Step that this is a part of. */
  readonly parent: string;
}

/**
 * Consumers that can be rolled out and watched. Asked before anything is changed.
 *
 * @throws BacklotError `ConsumerNotFollowed`, `CanaryUnderWay`.
 */
export async function movableConsumers(
  environment: Environment,
  secret: string,
  stored: StoredSecret,
  cluster: Kubernetes,
): Promise<FoundConsumer[]> {
  const found = await findConsumers(environment, secret, stored, cluster);
  for (const consumer of found) {
    if (consumer.run !== 'kubernetes') throw notFollowed(environment, consumer, `it runs on ${consumer.run}`);
    if (!consumer.external && consumer.workload) {
      throw notFollowed(environment, consumer, 'no ExternalSecret in the cluster brings it the value');
    }
    if (consumer.workload === 'Rollout') await refuseCanary(environment, secret, stored, consumer.service, cluster);
  }
  return found;
}

/** Moves them one after the other, so that a version that is no good takes one service at most, and not all of its pods. */
export async function rollConsumers(
  consumers: readonly FoundConsumer[],
  wanted: WantedVersion,
  { cluster, environment, parent, rolloutOnly, session, times }: RollAllOptions,
): Promise<SecretConsumer[]> {
  const { interruption, progress, stop: signal } = session;
  const reason = () => interruption.reason;
  const { graceMs = 15_000, pollMs = 1_000 } = times;
  const place = { environment: environment.id, secret: wanted.secret, rolloutOnly };
  const namespace = namespaceOf(environment);
  const moved: SecretConsumer[] = [];
  for (const consumer of consumers) {
    if (signal.aborted) throw stopped(place, reason(), `${consumer.service} had not been moved`);
    const id = `${parent}/${consumer.service}`;
    const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
    const roll = { cluster, namespace, place, tell, signal, reason, pollMs, graceMs };
    const start = { id, title: consumer.service, parent };
    moved.push(
      await step(
        progress,
        start,
        () => rollConsumer(consumer, wanted, roll),
        ({ state }) => ({ message: state }),
      ),
    );
  }
  return moved;
}

/** A new template would take the place of a version that is being judged. Its own rollout is no canary. */
async function refuseCanary(
  environment: Environment,
  secret: string,
  stored: StoredSecret,
  service: string,
  cluster: Kubernetes,
): Promise<void> {
  const reference = { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace: namespaceOf(environment), name: service };
  const rollout = await cluster.get<Workload>(reference);
  const { currentPodHash, stableRS } = rollout?.status ?? {};
  if (!stableRS || !currentPodHash || stableRS === currentPodHash) return;
  const template = rollout?.spec.template as { metadata?: { annotations?: Record<string, string> } } | undefined;
  const asked = template?.metadata?.annotations?.[versionAnnotation(secret)];
  if (asked && stored.versions.some(({ id }) => id === asked)) return;
  if (rollout?.status?.abort) throw abortedCanary(environment, secret, service);
  throw new BacklotError({
    code: 'CanaryUnderWay',
    message: `a canary of ${service} is under way, and rolling it out for '${secret}' would replace it; nothing was changed`,
    actions: [
      `backlot canary status ${environment.id} ${service}`,
      `backlot canary promote ${environment.id} ${service} --full`,
      `backlot canary abort ${environment.id} ${service}`,
    ],
    details: { service },
  });
}

/** What was aborted stays the wanted version until somebody decides: rolling out would start it again. */
function abortedCanary({ id }: Environment, secret: string, service: string): BacklotError {
  return new BacklotError({
    code: 'CanaryAborted',
    message: `the last canary of ${service} was aborted, and its version is still the wanted one: rolling it out for '${secret}' would start it again; nothing was changed`,
    hints: ['go back to the version that serves, or give the other one a second try'],
    actions: [`backlot rollback ${id} --service ${service}`, `backlot canary retry ${id} ${service}`],
    details: { service },
  });
}

function notFollowed({ id }: Environment, { service }: FoundConsumer, why: string): BacklotError {
  return new BacklotError({
    code: 'ConsumerNotFollowed',
    message: `${service} uses the secret, but ${why}: nobody could tell when it has moved, so nothing was changed`,
    exitCode: 3,
    actions: [`backlot deploy ${id} --service ${service}`],
    details: { service },
  });
}
