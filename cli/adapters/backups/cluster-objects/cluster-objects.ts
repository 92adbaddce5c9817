import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../kubernetes/index.js';
import type { Clients } from '../clients.js';
import type { ListingLocation } from '../s3.js';
import type {
  Check,
  Look,
  Owner,
  Ownership,
  Placement,
  Restored,
  RestoreRequest,
  Snapshot,
  Store,
  StoreAdapter,
  Tagged,
} from '../store.js';
import { ArchiveStore } from './archive.js';
import { type ClusterArchive, countByKind, exportObjects } from './export-objects.js';
import { isKept } from './quiet.js';
import { applyOver, makeQuiet, tryObjects } from './restore-objects.js';

/** What the adapter asks of whoever opens it. */
export interface ClusterObjectsOptions {
  readonly location: ListingLocation;
  /** @throws BacklotError when the cluster can't be reached */
  cluster(): Promise<Kubernetes>;
  /** Objects of the whole cluster that are ours without a label: `storage.k8s.io/StorageClass//gp3`. */
  owned(cluster: Kubernetes): Promise<ReadonlySet<string>>;
  /** Backup sets with copies that name this object of the bucket: equal exports are one object. */
  users(key: string): Promise<number>;
}

const SET = 'backlot.dev/backup-set';
const PURPOSE = 'backlot.dev/backup-purpose';
const ENVIRONMENT = 'backlot.dev/environment';
const DONE = 'backlot.dev/restored';

/**
 * What is declared in a cluster: the objects of the services' namespace and what of the whole cluster is ours, without
 * Secrets. They are restored into a namespace of their own in which nothing runs, or applied over what is there.
 */
export class ClusterObjectsAdapter implements StoreAdapter {
  readonly kind = 'cluster-objects';
  readonly method = 'export of objects';
  readonly longestName = 63;
  readonly overlays = 'objects get the fields of the backup; what was made since stays';
  private readonly archives: ArchiveStore;

  constructor(
    private readonly clients: Clients,
    private readonly options: ClusterObjectsOptions,
  ) {
    this.archives = new ArchiveStore(clients, options.location);
  }

  async placement({ identifier }: Store): Promise<Placement> {
    const cluster = await this.options.cluster();
    if (await namespaceOf(cluster, identifier)) return { kubernetes: await cluster.version() };
    throw new BacklotError({
      code: 'NamespaceMissing',
      message: `the cluster ${cluster.access.context} has no namespace '${identifier}': nothing is deployed to it`,
      actions: ['backlot deploy <environment>'],
    });
  }

  async start({ identifier }: Store): Promise<Snapshot> {
    const cluster = await this.options.cluster();
    const takenAt = this.clients.now().toISOString();
    const archive = await exportObjects(cluster, identifier, await this.options.owned(cluster));
    const { key, sha256, bytes } = await this.archives.put(archive);
    const { objects, secrets, helmReleases } = archive;
    const facts = { sha256, counts: countByKind(objects), secrets: secrets.map(({ name }) => name), helmReleases };
    return { id: key, takenAt, sizeBytes: bytes, facts };
  }

  async look(_: Store, snapshot: Snapshot): Promise<Look<Snapshot>> {
    const stored = await this.archives.read(snapshot.id);
    if (!stored) return { state: 'gone' };
    if ('damaged' in stored) return { state: 'failed', reason: `not what was written: ${stored.damaged}` };
    return { state: 'available', found: snapshot };
  }

  async remove(_: Store, { id }: Snapshot): Promise<boolean> {
    return (await this.options.users(id)) > 1 ? false : this.archives.remove(id);
  }

  async restorableTimes(): Promise<undefined> {
    return undefined;
  }

  async exists(identifier: string): Promise<boolean> {
    return (await namespaceOf(await this.options.cluster(), identifier)) !== undefined;
  }

  async countItems({ identifier }: Store): Promise<number> {
    const cluster = await this.options.cluster();
    return (await exportObjects(cluster, identifier, await this.options.owned(cluster))).objects.length;
  }

  /** Beside: the namespace, into which {@link lookRestored} puts the objects. In place: all of it. */
  async restore(request: RestoreRequest): Promise<void> {
    const cluster = await this.options.cluster();
    const { ownership, store, target } = request;
    const archive = await this.archiveOf(request);
    if (target !== store.identifier) {
      await cluster.create(namespaceFor(target, archive, ownership));
      return;
    }
    const own = archive.objects.find(({ kind }) => kind === 'Namespace');
    if (own) await cluster.create(own);
    await tryObjects(cluster, archive, target);
    await applyOver(cluster, archive);
  }

  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const cluster = await this.options.cluster();
    const { store, target } = request;
    const namespace = await namespaceOf(cluster, target);
    if (!namespace) return { state: 'gone' };
    const found = { identifier: target };
    if (target === store.identifier || namespace.metadata.annotations?.[DONE]) return { state: 'available', found };
    if (namespace.metadata.labels?.[SET] !== request.ownership.set) throw notOurs(target);
    const archive = await this.archiveOf(request);
    try {
      await tryObjects(cluster, archive, target);
    } catch (error) {
      await this.removeRestored(target);
      throw error;
    }
    await makeQuiet(cluster, archive, target);
    await cluster.patch(referenceOf(target), {
      metadata: { annotations: { [DONE]: this.clients.now().toISOString() } },
    });
    return { state: 'available', found };
  }

  /** Objects that were made are counted, the others tried again; and nothing may run. */
  async checks(request: RestoreRequest): Promise<Check[]> {
    const cluster = await this.options.cluster();
    const archive = await this.archiveOf(request);
    const { objects, namespace } = archive;
    const taken = new Set(await tryObjects(cluster, archive, request.target));
    const checks: Check[] = [];
    for (const wanted of groupByKind(objects.filter(({ kind }) => kind !== 'Namespace'))) {
      const [{ apiVersion, kind } = NOTHING] = wanted;
      const kept = wanted.every(isKept);
      const there = kept ? await cluster.list({ apiVersion, kind, namespace: request.target }) : [];
      const names = new Set(there.map(({ metadata }) => metadata.name));
      const actual = wanted.filter((each) => (kept ? names.has(each.metadata.name) : taken.has(each))).length;
      const name = kept ? kind : `${kind}, tried on the server`;
      const passed = actual === wanted.length;
      checks.push({ name, expected: String(wanted.length), actual: String(actual), passed, counts: true });
    }
    if (checks.length === 0) {
      const actual = `only the namespace ${namespace}: it holds nothing`;
      checks.push({ name: 'objects', expected: 'none, as recorded', actual, passed: true, counts: true });
    }
    const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace: request.target });
    const running = { expected: '0', actual: String(pods.length), passed: pods.length === 0 };
    return [...checks, { name: `pods that a copy of ${namespace} runs`, ...running }];
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const cluster = await this.options.cluster();
    const namespace = await namespaceOf(cluster, identifier);
    if (!namespace) return false;
    if (!namespace.metadata.labels?.[SET]) throw notOurs(identifier);
    if (namespace.metadata.deletionTimestamp) return true;
    return cluster.delete(referenceOf(identifier), { uid: namespace.metadata.uid });
  }

  /** Exports carry no tags: all of the folder are told, as copies of no set. */
  async tagged({ environment }: Owner): Promise<Tagged[]> {
    const exports = (await this.archives.keys()).map(
      (id): Tagged => ({ kind: this.kind, what: 'snapshot', id, set: '', purpose: 'backup' }),
    );
    const query = { apiVersion: 'v1', kind: 'Namespace', labelSelector: `${ENVIRONMENT}=${environment}` };
    const namespaces = await this.options.cluster().then(
      (cluster) => cluster.list(query),
      () => [], // one that can't be reached keeps nothing else from being found
    );
    return [
      ...exports,
      ...namespaces.flatMap(({ metadata: { labels = {}, name } }): Tagged[] => {
        const { [SET]: set, [PURPOSE]: purpose = 'restore' } = labels;
        return set ? [{ kind: this.kind, what: 'store', id: name, set, purpose }] : [];
      }),
    ];
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `nothing runs in ${target}: workloads have no replicas (the annotation backlot.dev/replicas tells how many they had), cron jobs are suspended, routes and claims were only tried`,
      shell`kubectl --namespace ${target} get all,configmaps,networkpolicies`,
      `put it over ${identifier}: backlot backups restore <environment> <set> --store <store> --in-place`,
      `when it is no longer needed: kubectl delete namespace ${target}`,
    ];
  }

  private async archiveOf({ ownership, snapshot }: RestoreRequest): Promise<ClusterArchive> {
    const stored = snapshot && (await this.archives.read(snapshot.id));
    if (stored && 'archive' in stored) return stored.archive;
    throw new BacklotError({
      code: 'SnapshotGone',
      message: `the export of backup set ${ownership.set} is ${stored ? `not what was written: ${stored.damaged}` : 'gone'}`,
      source: 'upstream',
    });
  }
}

const NOTHING = { apiVersion: '', kind: '' };

function groupByKind(objects: readonly KubernetesObject[]): KubernetesObject[][] {
  const groups = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const name = `${object.apiVersion} ${object.kind}`;
    groups.set(name, [...(groups.get(name) ?? []), object]);
  }
  return [...groups.values()];
}

function referenceOf(name: string) {
  return { apiVersion: 'v1', kind: 'Namespace', name };
}

async function namespaceOf(cluster: Kubernetes, name: string): Promise<KubernetesObject | undefined> {
  return cluster.get(referenceOf(name));
}

/** As strict as the one that it comes from; whose it is and what for is on it. */
function namespaceFor(name: string, { objects }: ClusterArchive, ownership: Ownership): KubernetesObject {
  const own = objects.find(({ kind }) => kind === 'Namespace');
  const labels = Object.entries(own?.metadata.labels ?? {}).filter(([key]) => key.startsWith('pod-security.'));
  const { environment, purpose, set } = ownership;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        ...Object.fromEntries(labels),
        'app.kubernetes.io/managed-by': 'backlot',
        ...{ [ENVIRONMENT]: environment, [SET]: set, [PURPOSE]: purpose },
      },
    },
  };
}

function notOurs(namespace: string): BacklotError {
  return new BacklotError({
    code: 'NotOurs',
    message: `namespace '${namespace}' was not made by this backup set: it is left as it is`,
    actions: [shell`kubectl get namespace ${namespace} --show-labels`],
  });
}
