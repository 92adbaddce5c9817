import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { consumerState, hasMoved, type WantedVersion } from './consumer-state.js';
import type { ConsumersResult, SecretConsumer } from './consumers-result.js';
import { declaredConsumers, type FoundConsumer, findConsumers, namespaceOf } from './find-consumers.js';
import { declaredSecret, storedSecret } from './open-secrets.js';
import { resumeCommand } from './rotation-error.js';
import type { SecretStore, StoredSecret } from './secret-store.js';
import type { SecretsOptions } from './secrets-options.js';
import { begunPhases, CURRENT, OLD, versionWith } from './stages.js';
import { declaredCluster, withSecrets } from './with-secrets.js';

/**
 * Tells who uses a secret and, of those in the cluster, how many pods run with which version. A cluster that can't be
 * reached is said, and the declared ones are told all the same.
 *
 * @throws BacklotError `UnknownSecret`, `SecretMissing`, `SandboxDown`.
 */
export async function secretConsumers(
  environment: Environment,
  secret: string,
  options: SecretsOptions = {},
): Promise<ConsumersResult> {
  declaredSecret(environment, secret);
  return withSecrets(environment, options, async (session) => {
    const { progress, store } = session;
    const stored = await storedSecret(environment, secret, store);
    const reached = await declaredCluster(session).catch((error: unknown) => {
      if (!(error instanceof BacklotError)) throw error;
      const message = `the cluster was not asked: ${error.message}`;
      progress.emit({ type: 'note', level: 'warning', message });
      return undefined;
    });
    return consumersResult(environment, secret, stored, store, reached);
  });
}

/** Looks at all consumers of the current version. */
export async function consumersResult(
  environment: Environment,
  secret: string,
  stored: StoredSecret,
  store: SecretStore,
  cluster: Kubernetes | undefined,
): Promise<ConsumersResult> {
  const current = versionWith(stored, CURRENT);
  const value = current && (await store.read(stored.name, current.id));
  const base = {
    environment: environment.id,
    secret,
    name: stored.name,
    version: current?.id,
    versionCreated: current?.createdAt,
  };
  if (!cluster || !current || value === undefined) {
    const state = cluster ? 'the secret has no value yet' : 'declared; the cluster was not asked';
    const consumers = declaredConsumers(environment, secret).map((each) => ({ ...each, state }));
    const actions = cluster ? [`backlot secrets set ${environment.id} ${secret}`] : [];
    return { ...base, cluster: cluster?.access.context, consumers, moved: false, actions };
  }
  const wanted = { secret, stored, version: current.id, value };
  const found = await findConsumers(environment, secret, stored, cluster);
  const consumers = await statesOf(cluster, environment, found, wanted);
  const moved = consumers.every(hasMoved);
  // A rotation under way moves them itself, and refuses anybody who would do it beside it.
  const rolloutOnly = begunPhases(stored).length === 0 && !versionWith(stored, OLD);
  const actions = moved ? [] : [resumeCommand({ environment: environment.id, secret, rolloutOnly })];
  return { ...base, cluster: cluster.access.context, consumers, moved, actions };
}

/** Looks at these consumers. */
export async function statesOf(
  cluster: Kubernetes,
  environment: Environment,
  found: readonly FoundConsumer[],
  wanted: WantedVersion,
): Promise<SecretConsumer[]> {
  return Promise.all(found.map((each) => consumerState(cluster, namespaceOf(environment), each, wanted)));
}
