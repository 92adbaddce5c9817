import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import type { Progress } from '../../kernel/progress.js';
import { withSession } from '../../session/open/with-session.js';
import { canariesUnknown } from './canary-errors.js';
import type { CanaryReference } from './canary-status.js';
import { ROLLOUTS_API, type Rollout } from './rollout-objects.js';

/** Which canaries of which cluster are meant. */
export interface CanaryOptions {
  /** Names of services. @default all of the environment, where that is allowed */
  readonly services?: readonly string[];
  /** All services of the environment that have canaries. @default false */
  readonly all?: boolean;
  /** Label selector, `key=value`; a bare word is the value of `backlot.dev/group`. @default none */
  readonly group?: string;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** @default nobody listens */
  readonly progress?: Progress;
  /** @default connects to the cluster of the environment, and starts none */
  readonly connect?: (environment: Environment) => Promise<Kubernetes>;
}

/** A cluster with the services in it that are meant, by name. */
export interface MeantCanaries {
  readonly cluster: Kubernetes;
  readonly namespace: string;
  readonly references: readonly CanaryReference[];
  /** Whether each was named by the person. */
  readonly named: boolean;
}

/** Namespace of an environment's services where it declares no cluster of its own. */
const NAMESPACE = 'streaming';

/**
 * Runs `work` on the services that are meant. Takes no lock of the environment: canaries are promoted and aborted while a
 * deploy waits for them, and the cluster itself refuses a change of one that has moved on meanwhile.
 *
 * @throws BacklotError `RolloutMissing` naming those that there are, `CanariesUnknown`, `GroupEmpty`, `NoCluster`.
 */
export function withCanaries<T>(
  environment: Environment,
  { connect, context, progress, ...wish }: CanaryOptions,
  work: (meant: MeantCanaries) => Promise<T>,
): Promise<T> {
  return withSession(environment, { needs: ['cluster'], connect, context, progress }, async ({ cluster }) =>
    work(await meantCanaries(environment, await cluster(), wish)),
  );
}

async function meantCanaries(
  environment: Environment,
  cluster: Kubernetes,
  { group, services = [] }: Pick<CanaryOptions, 'group' | 'services'>,
): Promise<MeantCanaries> {
  const namespace = environment.cluster?.namespace ?? NAMESPACE;
  const found = await rolloutsOf(cluster, namespace, selectorOf(group));
  const own = found.filter(({ metadata }) => isOf(metadata.labels?.['backlot.dev/environment'], environment.id));
  const known = own.map(({ metadata }) => metadata.name).sort();
  const unknown = services.filter((service) => !known.includes(service));
  if (unknown.length > 0) throw missing(unknown, known, namespace, cluster);
  if (group && known.length === 0) throw groupEmpty(group, namespace);
  const meant = services.length > 0 ? [...new Set(services)] : known;
  const references = meant.map((service) => ({ namespace, service, environment: environment.id }));
  return { cluster, namespace, references, named: services.length > 0 };
}

async function rolloutsOf(cluster: Kubernetes, namespace: string, labelSelector?: string): Promise<Rollout[]> {
  if (!(await cluster.serves(ROLLOUTS_API, 'Rollout'))) throw canariesUnknown(cluster);
  const all = await cluster.list<Rollout>({
    apiVersion: ROLLOUTS_API,
    kind: 'Rollout',
    namespace,
    ...(labelSelector ? { labelSelector } : {}),
  });
  return all.filter(({ spec }) => spec.strategy?.canary);
}

function selectorOf(group: string | undefined): string | undefined {
  return group === undefined || /[=!,]/.test(group) ? group : `backlot.dev/group=${group}`;
}

/** What carries no label was made by hand, and is nobody else's. */
function isOf(label: string | undefined, environment: string): boolean {
  return label === undefined || label === environment;
}

function missing(unknown: readonly string[], known: readonly string[], namespace: string, { access }: Kubernetes) {
  const there = known.length > 0 ? `there are: ${known.join(', ')}` : 'there is none at all';
  return new BacklotError({
    code: 'RolloutMissing',
    actions: ['backlot canary status <environment>'],
    message: `no canary of '${unknown.join("', '")}' in namespace '${namespace}' of ${access.context}; ${there}`,
    exitCode: 3,
    details: { services: unknown, namespace, known },
  });
}

function groupEmpty(group: string, namespace: string): BacklotError {
  return new BacklotError({
    code: 'GroupEmpty',
    message: `--group ${group}: no Rollout in namespace '${namespace}' has the label ${selectorOf(group)}`,
    exitCode: 3,
  });
}
