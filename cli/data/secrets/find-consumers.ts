import { type Environment, needVariable, secretVariables } from '../../../environments/model/index.js';
import { parseNeed } from '../../../stacks/need.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API } from '../../delivery/workloads/workload-objects.js';
import { copiesOf, type ExternalSecret, variablesOf } from './cluster-copies.js';
import type { StoredSecret } from './secret-store.js';

/** Somebody who uses a secret, and where in the cluster. */
export interface FoundConsumer {
  readonly service: string;
  readonly declared: boolean;
  readonly run: string;
  readonly kind?: string;
  readonly variables: readonly string[];
  /** What brings the secret into its namespace. @default the cluster was not asked, or has none */
  readonly external?: ExternalSecret;
  /** What keeps its pods. @default nothing that can be rolled out */
  readonly workload?: 'Rollout' | 'Deployment' | 'CronJob';
}

/** Services that name the secret under `needs`. */
export function declaredConsumers(environment: Environment, secret: string): FoundConsumer[] {
  const declared = environment.secrets?.[secret];
  const variables = declared ? secretVariables(declared).map(({ ending }) => needVariable(secret, ending)) : [];
  return Object.entries(environment.services)
    .filter(([, { needs }]) => needs.some((need) => parseNeed(need).name === secret))
    .map(([service, { kind, run }]) => ({ service, declared: true, run, kind, variables }));
}

/** These, with what is in the cluster of them, and whoever else reads the secret there. */
export async function findConsumers(
  environment: Environment,
  secret: string,
  stored: StoredSecret,
  cluster: Kubernetes,
): Promise<FoundConsumer[]> {
  const namespace = namespaceOf(environment);
  const copies = await copiesOf(cluster, namespace, stored);
  const declared = declaredConsumers(environment, secret);
  const names = new Set(declared.map(({ service }) => service));
  const others = copies
    .filter(({ metadata }) => !names.has(serviceOf(metadata)))
    .map((copy) => ({
      service: serviceOf(copy.metadata),
      declared: false,
      run: 'kubernetes',
      variables: [] as string[],
    }));
  return Promise.all(
    [...declared, ...others].map(async (consumer): Promise<FoundConsumer> => {
      const external = copies.find(({ metadata }) => serviceOf(metadata) === consumer.service);
      const workload = await workloadOf(cluster, namespace, consumer.service);
      if (!external) return { ...consumer, workload };
      const variables = consumer.variables.length > 0 ? consumer.variables : variablesOf(external, stored);
      return { ...consumer, variables, external, workload };
    }),
  );
}

/** Namespace of an environment's services. */
export function namespaceOf({ cluster }: Environment): string {
  return cluster?.namespace ?? 'streaming';
}

/** Charts name all that belongs to a service after it. */
function serviceOf({ labels, name }: ExternalSecret['metadata']): string {
  return labels?.['app.kubernetes.io/name'] ?? name;
}

const KINDS = [
  { apiVersion: ROLLOUTS_API, kind: 'Rollout' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
] as const;

async function workloadOf(cluster: Kubernetes, namespace: string, name: string): Promise<FoundConsumer['workload']> {
  for (const { apiVersion, kind } of KINDS) {
    if (!(await cluster.serves(apiVersion, kind))) continue;
    if (await cluster.get({ apiVersion, kind, namespace, name })) return kind;
  }
  return undefined;
}
