import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { processInterrupts } from '../../kernel/interrupts.js';
import { type Progress, silent } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import { withEnvironmentLock } from '../../session/locks/environment-lock.js';
import { lockLocation } from '../../session/locks/lock-location.js';
import { openSecrets } from './open-secrets.js';
import type { SecretStore } from './secret-store.js';
import type { SecretChangeOptions, SecretsOptions } from './secrets-options.js';

/** What operations on secrets work with. */
export interface SecretsSession {
  readonly cloud: Cloud;
  readonly store: SecretStore;
  readonly progress: Progress;
  /** The environment's cluster; undefined where it declares none. Throws BacklotError when it can't be reached. */
  cluster(): Promise<Kubernetes | undefined>;
}

/** A session that may change something. */
export interface ChangingSession extends SecretsSession {
  /** Aborted by a person, by the clock, or when the lock was lost. */
  readonly signal: AbortSignal;
  /** Whether it was a person, or the lock. */
  readonly interrupted: () => boolean;
}

/** Runs `work` on the environment's secrets; starts no sandbox. @throws BacklotError `SandboxDown` and what opening AWS throws */
export async function withSecrets<T>(
  environment: Environment,
  options: SecretsOptions,
  work: (session: SecretsSession) => Promise<T>,
): Promise<T> {
  const { progress = silent, openStore = openSecrets, connect = connectTo(options) } = options;
  const openCloud = options.tooling?.openCloud ?? (await import('../../session/cloud/index.js')).openCloud;
  const cloud = await openCloud(environment, { start: false });
  try {
    const store = await openStore(cloud);
    let opened: Promise<Kubernetes> | undefined;
    const cluster = async () => {
      if (!environment.cluster) return undefined;
      opened ??= connect(environment);
      return opened;
    };
    return await work({ cloud, store, progress, cluster });
  } finally {
    await cloud.close();
  }
}

const DEFAULT_TIMEOUT_MS = 900_000;

/** The same while nobody else changes the environment. @throws BacklotError `EnvironmentLocked` naming who does */
export async function withChangingSecrets<T>(
  environment: Environment,
  options: SecretChangeOptions,
  work: (session: ChangingSession) => Promise<T>,
): Promise<T> {
  return withSecrets(environment, options, (session) =>
    withEnvironmentLock(
      {
        objects: session.cloud.objects,
        location: lockLocation(environment),
        environment: environment.id,
        operation: 'rotate',
        waitMs: options.lockTimeoutMs,
        tell: (message) => session.progress.emit({ type: 'note', level: 'info', message }),
      },
      async ({ lost }) => {
        const stopping = new AbortController();
        const clock = new AbortController();
        const timer = setTimeout(() => clock.abort(), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
        const unsubscribe = (options.interrupts ?? processInterrupts).subscribe(() => {
          const message = 'stopping: nothing new is started; what was asked of the cluster goes on there';
          session.progress.emit({ type: 'note', level: 'warning', message });
          stopping.abort();
        });
        try {
          return await work({
            ...session,
            signal: AbortSignal.any([stopping.signal, clock.signal, lost]),
            interrupted: () => stopping.signal.aborted || lost.aborted,
          });
        } finally {
          clearTimeout(timer);
          unsubscribe();
        }
      },
    ),
  );
}

/** The cluster where pods must be seen to be moved. @throws BacklotError `NoCluster` */
export async function requireCluster(session: SecretsSession, environment: Environment): Promise<Kubernetes> {
  const cluster = await session.cluster();
  if (cluster) return cluster;
  throw new BacklotError({
    code: 'NoCluster',
    message: `'${environment.id}' declares no cluster, so nobody can see what runs with which version of a secret`,
    exitCode: 3,
    actions: [`backlot config ${environment.id}`],
  });
}

function connectTo({ context, progress = silent }: SecretsOptions) {
  return async (environment: Environment): Promise<Kubernetes> => {
    const { openCluster } = await import('../../session/cluster/open-cluster.js');
    const outputs = environment.target === 'aws' && !context ? await clusterOutputs(environment) : {};
    return (await openCluster(environment, { progress, outputs, context, start: false })).kubernetes;
  };
}

async function clusterOutputs(environment: Environment) {
  const { readOutputs } = await import('../../session/outputs/index.js');
  return readOutputs(environment, { stacks: ['cluster'] });
}
