import type { Environment } from '../../../environments/model/index.js';
import type { Kubernetes, PodStreams } from '../../adapters/kubernetes/index.js';
import { servicesNamespace } from '../../delivery/services/preflight/namespace.js';
import type { Progress } from '../../kernel/progress.js';
import { unknownName } from '../../kernel/unknown-name.js';
import { withSession } from '../../session/open/with-session.js';

/** How the cluster of an environment is reached by an operation on its services. */
export interface ServiceClusterOptions {
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** @default nobody listens */
  readonly progress?: Progress;
  /** @default connects to the cluster of the environment, and starts none */
  readonly connect?: (environment: Environment) => Promise<Kubernetes>;
  /** Logs and commands of its pods. @default those of the API server */
  readonly openStreams?: (cluster: Kubernetes) => Promise<PodStreams>;
}

/** A cluster, and the services that are meant in it. */
export interface ServiceCluster {
  readonly cluster: Kubernetes;
  readonly namespace: string;
  /** Those that were named, else all that run on Kubernetes. */
  readonly services: readonly string[];
  /** All of the environment that run on Kubernetes. */
  readonly known: readonly string[];
}

/**
 * Runs `work` on the cluster, after making sure that the environment declares the services.
 *
 * @throws BacklotError `UnknownService` naming those that there are, `NoCluster`, `ForeignCluster`.
 */
export async function withServiceCluster<T>(
  environment: Environment,
  services: readonly string[],
  { connect, context, progress }: ServiceClusterOptions,
  work: (meant: ServiceCluster) => Promise<T>,
): Promise<T> {
  const known = Object.entries(environment.services).flatMap(([name, { run }]) => (run === 'kubernetes' ? [name] : []));
  const unknown = services.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw unknownServices(environment, unknown, known);
  return withSession(environment, { needs: ['cluster'], connect, context, progress }, async ({ cluster }) =>
    work({
      cluster: await cluster(),
      namespace: servicesNamespace(environment),
      services: services.length > 0 ? [...new Set(services)] : known,
      known,
    }),
  );
}

/** The streams of a cluster's pods. */
export async function streamsOf(cluster: Kubernetes, options: ServiceClusterOptions): Promise<PodStreams> {
  if (options.openStreams) return options.openStreams(cluster);
  const { openPodStreams } = await import('../../adapters/kubernetes/index.js');
  return openPodStreams(cluster.access);
}

function unknownServices(environment: Environment, unknown: readonly string[], known: readonly string[]) {
  const [first = ''] = unknown;
  const run = environment.services[first]?.run;
  const there = known.length > 0 ? `there are: ${known.join(', ')}` : 'it has none on Kubernetes';
  return unknownName({
    code: 'UnknownService',
    given: first,
    known: run ? [] : known,
    message: run
      ? `service '${first}' of '${environment.id}' runs on ${run}, not on Kubernetes; ${there}`
      : `'${environment.id}' has no service '${unknown.join("', '")}'; ${there}`,
    actions: [`backlot status ${environment.id}`],
    details: { services: unknown, known },
  });
}
