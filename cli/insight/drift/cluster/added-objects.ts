import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { type Addition, bySeverity, type NotChecked } from '../../../delivery/additions/addition.js';
import type { FoundAdditions } from '../../../delivery/additions/find-additions.js';
import { type InventoryEntry, keyOf, readInventory } from '../../../delivery/cluster-objects/baseline/inventory.js';
import { settleAll } from '../../../kernel/settle-all.js';
import type { OpenedCluster } from '../../../session/cluster/open-cluster.js';
import type { Session } from '../../../session/open/session.js';
import { ADDED_KINDS, type AddedKind } from './added-kinds.js';
import { addressOf } from './object-drift.js';

/** What of a cluster counts as ours. */
export interface OwnObjects {
  /** Id of the environment, which its charts label everything with. */
  readonly environment: string;
  readonly inventory: readonly InventoryEntry[];
  /** `namespace/release` of each Helm release of ours. */
  readonly releases: ReadonlySet<string>;
  /** Namespaces of ours and of the controllers. */
  readonly namespaces: ReadonlySet<string>;
}

/** Objects that somebody put into the cluster beside what is declared; the severe first. */
export async function findAddedObjects(
  { environment, cloud }: Pick<Session, 'environment' | 'cloud'>,
  { kubernetes }: OpenedCluster,
): Promise<FoundAdditions> {
  const { plannedControllers } = await import('../../../../stacks/controllers.js');
  const inventory = await readInventory(kubernetes);
  const { namespace = 'streaming' } = environment.cluster ?? {};
  const controllers = plannedControllers(environment).map(({ controller }) => controller);
  const releases = new Set([
    'observability/observability',
    ...Object.keys(environment.services ?? {}).map((service) => `${namespace}/${service}`),
    ...controllers.flatMap((each) => each.charts.map(({ release }) => `${each.namespace}/${release}`)),
  ]);
  const namespaces = new Set([
    namespace,
    ...inventory.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name),
    ...controllers.map((each) => each.namespace),
    ...['default', 'kube-system', 'kube-public'],
  ]);
  const kubeconfig = cloud.target === 'sandbox' ? ['--kubeconfig', kubernetes.access.kubeconfig] : [];
  const ours = { environment: environment.id, inventory, releases, namespaces };
  return addedTo(kubernetes, ours, [...kubeconfig, '--context', kubernetes.access.context]);
}

/** @param flags of kubectl and Helm, that name the cluster */
export async function addedTo(
  kubernetes: Kubernetes,
  ours: OwnObjects,
  flags: readonly string[] = [],
): Promise<FoundAdditions> {
  const outcomes = await settleAll(ADDED_KINDS.map((kind) => added(kubernetes, kind, ours, flags)));
  const all = outcomes.flat();
  const additions = all.filter((each): each is Addition => 'severity' in each);
  return {
    additions: additions.sort(bySeverity),
    notChecked: all.filter((each): each is NotChecked => 'reason' in each),
  };
}

async function added(
  kubernetes: Kubernetes,
  { apiVersion, kind, ofCluster, judge }: AddedKind,
  ours: OwnObjects,
  flags: readonly string[],
): Promise<(Addition | NotChecked)[]> {
  try {
    if (!(await kubernetes.serves(apiVersion, kind))) return [];
    const objects = await kubernetes.list({ apiVersion, kind });
    return (
      objects
        // A list leaves out what each element is.
        .map((object) => ({ ...object, apiVersion, kind }))
        .filter(({ metadata }) => ofCluster || ours.namespaces.has(metadata.namespace ?? ''))
        .filter((object) => isAdded(object, ours))
        .map((object) => additionOf(object, judge(object), flags))
    );
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    const reason = error.message.split('\n')[0] ?? error.code;
    return [{ what: `${kind} objects`, count: 1, on: 'cluster', reason, needs: [] }];
  }
}

/**
 * Whether somebody put it there: it is in no inventory and no release of ours, no controller owns it, and whoever wrote it
 * is no part of Kubernetes, EKS or Backlot.
 */
export function isAdded(object: KubernetesObject, ours: OwnObjects): boolean {
  const { metadata, kind } = object;
  const { annotations = {}, name, namespace } = metadata;
  if ((metadata.ownerReferences ?? []).length > 0) return false;
  const key = keyOf({ ...object, name, namespace });
  if (ours.inventory.some((entry) => keyOf(entry) === key)) return false;
  const managers = (metadata.managedFields ?? []).map(({ manager = '' }) => manager);
  const release = `${annotations['meta.helm.sh/release-namespace'] ?? namespace}/${annotations['meta.helm.sh/release-name']}`;
  if (managers.some((manager) => /^helm$/i.test(manager))) {
    // What Helm keeps of a release is none by itself; a service that is declared no more is told by `status`.
    const left = metadata.labels?.['backlot.dev/environment'] === ours.environment;
    return !(ours.releases.has(release) || left || object.type === 'helm.sh/release.v1');
  }
  if (namespace === 'default' && name === 'kubernetes' && OF_API_SERVER.has(kind)) return false;
  // An account of each namespace, and those of controllers, are made without a trace of who did it.
  if (managers.length === 0) return !(kind === 'ServiceAccount' && (name === 'default' || namespace === 'kube-system'));
  if (STARTED_WITH.has(`${kind}/${name}`)) return false;
  if (OF_EKS.test(name) && !managers.some((manager) => PEOPLE.test(manager))) return false;
  if (namespace === 'kube-system' && ADD_ONS.has(name)) return false;
  if (managers.some((manager) => PEOPLE.test(manager))) return true;
  return !managers.some((manager) => SYSTEM.test(manager));
}

/** Names that Kubernetes and EKS keep for themselves. */
const OF_EKS = /^(system:|eks[:-]|vpc-resource-|pod-identity-webhook|aws-node|kube-)/;

/** What EKS starts a cluster with, by kubectl. */
const ADD_ONS: ReadonlySet<string> = new Set(['aws-node', 'coredns', 'kube-proxy', 'kube-dns', 'amazon-vpc-cni']);

/** What EKS gives a whole cluster at its start, by kubectl. */
const STARTED_WITH: ReadonlySet<string> = new Set(['StorageClass/gp2']);

/** Where the API server is, which it writes down itself. */
const OF_API_SERVER: ReadonlySet<string> = new Set(['Endpoints', 'EndpointSlice', 'Service']);

/** Tools that people change objects with. */
const PEOPLE =
  /^(kubectl|k9s|lens|openlens|freelens|headlamp|dashboard|okteto|mozilla|curl|httpie|python|node-fetch|openapi-generator|go-http-client|terraform|hashicorp|unknown)/i;

/** Programs of Kubernetes, EKS, Backlot and of controllers, by how they name themselves. */
const SYSTEM =
  /^(kube-|backlot-|eks|aws-|amazon|vpc-|karpenter|external-secrets|cert-manager|keda|prometheus|grafana|argo|alertmanager|thanos)|controller|operator|manager|autoscaler|provisioner|certgen|webhook|scheduler/i;

function additionOf(
  object: KubernetesObject,
  verdict: ReturnType<AddedKind['judge']>,
  flags: readonly string[],
): Addition {
  const { kind, apiVersion, metadata } = object;
  const where = metadata.namespace ? ['--namespace', metadata.namespace] : [];
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  const resource = `${kind.toLowerCase()}${group}`;
  const { 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': home } = metadata.annotations ?? {};
  const ofHelm = flags.map((flag) => (flag === '--context' ? '--kube-context' : flag));
  // Whoever put the object there chose its name and its annotations.
  const remove =
    release && home
      ? shell`helm uninstall ${release} --namespace ${home} ${ofHelm}`
      : shell`kubectl ${flags} delete ${resource} ${metadata.name} ${where}`;
  return {
    owner: 'cluster',
    on: metadata.namespace ? `Namespace/${metadata.namespace}` : 'cluster',
    what: kind,
    name: addressOf(object),
    ...verdict,
    remove,
  };
}
