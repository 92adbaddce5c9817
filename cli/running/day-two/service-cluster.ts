import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes, PodStreams } from '../../adapters/kubernetes/index.js';
import { servicesNamespace } from '../../delivery/services/preflight/namespace.js';
import { type Progress, silent } from '../../kernel/progress.js';

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
 * Connects, after making sure that the environment declares the services.
 *
 * @throws BacklotError `UnknownService` naming those that there are, `NoCluster`, `ForeignCluster`.
 */
export async function openServiceCluster(
  environment: Environment,
  services: readonly string[],
  options: ServiceClusterOptions,
): Promise<ServiceCluster> {
  const known = Object.entries(environment.services).flatMap(([name, { run }]) => (run === 'kubernetes' ? [name] : []));
  const unknown = services.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw unknownServices(environment, unknown, known);
  const cluster = await (options.connect ?? ((each) => connectTo(each, options)))(environment);
  return {
    cluster,
    namespace: servicesNamespace(environment),
    services: services.length > 0 ? [...new Set(services)] : known,
    known,
  };
}

/** The streams of a cluster's pods. */
export async function streamsOf(cluster: Kubernetes, options: ServiceClusterOptions): Promise<PodStreams> {
  if (options.openStreams) return options.openStreams(cluster);
  const { openPodStreams } = await import('../../adapters/kubernetes/index.js');
  return openPodStreams(cluster.access);
}

async function connectTo(environment: Environment, options: ServiceClusterOptions): Promise<Kubernetes> {
  const { openCluster } = await import('../../session/cluster/open-cluster.js');
  const { context, progress = silent } = options;
  const outputs = environment.target === 'aws' && !context ? await clusterOutputs(environment) : {};
  return (await openCluster(environment, { progress, outputs, context, start: false })).kubernetes;
}

async function clusterOutputs(environment: Environment) {
  const { readOutputs } = await import('../../session/outputs/index.js');
  return readOutputs(environment, { stacks: ['cluster'] });
}

function unknownServices(environment: Environment, unknown: readonly string[], known: readonly string[]) {
  const [first = ''] = unknown;
  const run = environment.services[first]?.run;
  const there = known.length > 0 ? `there are: ${known.join(', ')}` : 'it has none on Kubernetes';
  return new BacklotError({
    code: 'UnknownService',
    message: run
      ? `service '${first}' of '${environment.id}' runs on ${run}, not on Kubernetes; ${there}`
      : `'${environment.id}' has no service '${unknown.join("', '")}'; ${there}`,
    exitCode: 3,
    details: { services: unknown, known },
  });
}
