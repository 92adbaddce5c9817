import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { SessionWith } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { openSecrets } from './open-secrets.js';
import type { SecretStore } from './secret-store.js';
import type { SecretChangeOptions, SecretsOptions } from './secrets-options.js';

/** A session on the secrets of an environment. */
export interface SecretsSession extends SessionWith<'cloud' | 'cluster'> {
  readonly store: SecretStore;
}

/** Runs `work` on the environment's secrets; starts no sandbox. @throws BacklotError `SandboxDown` and what opening AWS throws */
export function withSecrets<T>(
  environment: Environment,
  options: SecretsOptions,
  work: (session: SecretsSession) => Promise<T>,
): Promise<T> {
  return open(environment, options, {}, work);
}

const DEFAULT_TIMEOUT_MS = 900_000;

/** The same while nobody else changes the environment. @throws BacklotError `EnvironmentLocked` naming who does */
export function withChangingSecrets<T>(
  environment: Environment,
  options: SecretChangeOptions,
  work: (session: SecretsSession) => Promise<T>,
): Promise<T> {
  const wish = { changes: 'rotate', told: STOPPING } as const;
  return open(environment, options, wish, async (session) => {
    const timeUp = () => session.interruption.request('timed-out');
    const clock = setTimeout(timeUp, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    try {
      return await work(session);
    } finally {
      clearTimeout(clock);
    }
  });
}

const STOPPING = 'stopping: nothing new is started; what was asked of the cluster goes on there';

function open<T>(
  environment: Environment,
  { openStore = openSecrets, ...options }: SecretsOptions,
  wish: { readonly changes?: 'rotate'; readonly told?: string },
  work: (session: SecretsSession) => Promise<T>,
): Promise<T> {
  return withSession(environment, { ...options, ...wish, needs: ['cloud', 'cluster'] }, async (session) =>
    work({ ...session, store: await openStore(session.cloud) }),
  );
}

/** The environment's cluster; undefined where it declares none. @throws BacklotError when it can't be reached */
export async function declaredCluster({ cluster, environment }: SecretsSession): Promise<Kubernetes | undefined> {
  return environment.cluster ? cluster() : undefined;
}

/** The cluster where pods must be seen to be moved. @throws BacklotError `NoCluster` */
export async function requireCluster(session: SecretsSession): Promise<Kubernetes> {
  const cluster = await declaredCluster(session);
  if (cluster) return cluster;
  const { id } = session.environment;
  throw new BacklotError({
    code: 'NoCluster',
    message: `'${id}' declares no cluster, so nobody can see what runs with which version of a secret`,
    exitCode: 3,
    actions: [`backlot config ${id}`],
  });
}
