import type { Environment } from '../../../environments/model/index.js';
import type { Kubernetes, KubernetesObject } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API, type Workload } from '../../delivery/workloads/workload-objects.js';
import { freeRoom, type Node } from '../day-two/scale/capacity.js';
import { disruptionBudgets } from '../day-two/scale/disruption-budget.js';
import type { DrainedPod, UpgradeView } from './checks/upgrade-view.js';
import type { EksView } from './eks-view.js';
import { installedReleases } from './helm-manifests.js';
import { REMOVED_APIS } from './removed-apis.js';

/** Where a view is read from. */
export interface ViewSources {
  readonly cluster: Kubernetes;
  readonly eks: EksView;
  /** The API server's `/metrics`. */
  readonly metrics: () => Promise<string | undefined>;
  readonly live: string;
  readonly target: string;
  readonly subnetIds: readonly string[];
}

/** Reads all that the checks look at. */
export async function readView(environment: Environment, sources: ViewSources): Promise<UpgradeView> {
  const { cluster, eks, live, metrics, subnetIds, target } = sources;
  const rollouts = (await cluster.serves(ROLLOUTS_API, 'Rollout'))
    ? cluster.list<Workload>({ apiVersion: ROLLOUTS_API, kind: 'Rollout' })
    : [];
  const [offered, nodes, pods, budgets, replicaSets, releases, text, addons, nodeGroups, rooms] = await Promise.all([
    eks.offered(),
    cluster.list<Node>({ apiVersion: 'v1', kind: 'Node' }),
    cluster.list<DrainedPod>({ apiVersion: 'v1', kind: 'Pod' }),
    disruptionBudgets(cluster),
    cluster.list<Workload>({ apiVersion: 'apps/v1', kind: 'ReplicaSet' }),
    installedReleases(cluster),
    // Who may not read them upgrades without.
    metrics().catch(() => undefined),
    eks.addons(),
    eks.nodeGroups(),
    freeRoom(cluster),
  ]);
  const declared = environment.cluster?.addons ?? {};
  return {
    environment: environment.id,
    live,
    target,
    ...(offered && { offered }),
    nodes,
    pods,
    budgets,
    replicaSets: withKind(replicaSets, 'ReplicaSet'),
    rollouts: withKind(await rollouts, 'Rollout'),
    releases,
    written: await writtenByRemoved(cluster),
    ...(text !== undefined && { metrics: text }),
    addons: await Promise.all(
      addons.map(async (addon) => ({
        ...addon,
        offer: await eks.offer(addon.name, target),
        pinned: declared[addon.name]?.version,
      })),
    ),
    nodeGroups,
    rooms,
    addresses: subnetIds.length > 0 ? await eks.freeAddresses(subnetIds) : undefined,
    insights: await eks.insights(target),
  };
}

/** Objects of kinds whose older APIs are removed, as today's API shows them. */
async function writtenByRemoved(cluster: Kubernetes): Promise<KubernetesObject[]> {
  const kinds = new Map(
    REMOVED_APIS.flatMap(({ instead, kinds: names }) =>
      names.map((kind) => [`${instead} ${kind}`, { apiVersion: instead, kind }]),
    ),
  );
  const lists = await Promise.all(
    [...kinds.values()].map(async (query) => {
      if (!(await cluster.serves(query.apiVersion, query.kind))) return [];
      return withKind(await cluster.list(query), query.kind);
    }),
  );
  return lists.flat();
}

/** Items of a list don't say their kind. */
function withKind<T extends KubernetesObject>(objects: readonly T[], kind: string): T[] {
  return objects.map((object) => ({ ...object, kind }));
}
