import type { Environment } from '../../../environments/model/index.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/index.js';
import type { CanaryStatus } from '../canary/index.js';
import type { Ledger } from '../releases/ledger.js';
import type { LedgerCloud } from '../releases/with-ledger.js';

/** An image in use. */
export interface RunningImage {
  readonly service: string;
  /** As the pods or the release have it. */
  readonly image: string;
  /** `stable`, `canary 20 %`, `pods`, `release 12`. */
  readonly where: string;
}

/** What runs, and what could not be told. */
export interface RunningImages {
  readonly images: readonly RunningImage[];
  /** Why the cluster or the ledger isn't part of it. */
  readonly unknown: readonly string[];
  /** What the cluster says of services with canaries. */
  readonly canaries: readonly CanaryStatus[];
}

interface Deployment extends KubernetesObject {
  readonly spec?: { readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } } };
}

interface Container {
  readonly name: string;
  readonly image: string;
}

/** Images of services in use: by the Rollouts and Deployments of the cluster, and by the newest release. Never fails. */
export async function runningImages(
  environment: Environment,
  cloud: LedgerCloud,
  connect: () => Promise<Kubernetes>,
): Promise<RunningImages> {
  const unknown: string[] = [];
  const tell = (what: string) => (error: unknown) => {
    unknown.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    return undefined;
  };
  const [cluster, released] = await Promise.all([
    environment.cluster ? inCluster(environment, connect).catch(tell('the cluster')) : undefined,
    inLedger(environment, cloud).catch(tell('the ledger')),
  ]);
  const images = [...(cluster?.images ?? []), ...(released ?? [])];
  return { images, unknown, canaries: cluster?.canaries ?? [] };
}

async function inCluster(environment: Environment, connect: () => Promise<Kubernetes>) {
  const kubernetes = await connect();
  const [{ canaryOverview }, { ROLLOUTS_API }] = await Promise.all([
    import('../canary/index.js'),
    import('../workloads/workload-objects.js'),
  ]);
  const rollouts = await kubernetes.serves(ROLLOUTS_API, 'Rollout');
  const { services: canaries } = rollouts
    ? await canaryOverview(environment, { connect: async () => kubernetes })
    : { services: [] };
  const namespace = environment.cluster?.namespace ?? 'streaming';
  const deployments = await kubernetes.list<Deployment>({ apiVersion: 'apps/v1', kind: 'Deployment', namespace });
  const plain = deployments.flatMap(({ metadata: { name }, spec }): RunningImage[] => {
    if (!environment.services[name]) return [];
    const containers = spec?.template?.spec?.containers ?? [];
    const image = (containers.find((each) => each.name === name) ?? containers[0])?.image;
    return image ? [{ service: name, image, where: 'pods' }] : [];
  });
  const judged = canaries.flatMap(({ canary, service, stable, weight }): RunningImage[] => [
    ...(stable ? [{ service, image: stable.image, where: 'stable' }] : []),
    ...(canary ? [{ service, image: canary.image, where: `canary ${weight.now} %` }] : []),
  ]);
  return { images: [...judged, ...plain], canaries };
}

async function inLedger(environment: Environment, cloud: LedgerCloud): Promise<RunningImage[]> {
  const { openLedger } = await import('../releases/with-ledger.js');
  const newest = await newestDeploy(openLedger(environment, cloud));
  if (!newest) return [];
  return newest.services.flatMap(({ image, service, since }): RunningImage[] =>
    image ? [{ service, image, where: `release ${since ?? newest.number}` }] : [],
  );
}

async function newestDeploy(ledger: Ledger) {
  for await (const { record } of ledger.newestFirst()) {
    if (record.operation === 'destroy') return undefined;
    if (record.services.length > 0) return record;
  }
  return undefined;
}
