import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { StoreAdapter, StoreKind } from '../../../adapters/backups/index.js';
import type { KubernetesObject, ObjectReference } from '../../../adapters/kubernetes/index.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { clusterAdapter } from '../backup-cluster.js';
import { type BackupOptions, createBackup, listBackups, pruneBackups, restoreBackup, verifyBackup } from '../index.js';
import { Bench, BUCKET, environment as bare, FILMS } from './fixtures/bench.js';

const environment = { ...bare, cluster: { namespace: 'streaming' } } as typeof bare;

/** Deletes what is in a namespace with it, and remembers what it ever had. */
class Cluster extends MemoryKubernetes {
  readonly ever: KubernetesObject[] = [];

  override async apply<T extends KubernetesObject>(
    object: KubernetesObject,
    options: { dryRun?: boolean },
  ): Promise<T> {
    if (!options.dryRun) this.ever.push(object);
    return super.apply(object, options);
  }

  override async delete(reference: ObjectReference): Promise<boolean> {
    if (reference.kind === 'Namespace') {
      for (const { apiVersion, kind, metadata } of this.in(reference.name)) {
        await super.delete({ apiVersion, kind, name: metadata.name, namespace: reference.name });
      }
    }
    return super.delete(reference);
  }

  in(namespace: string): KubernetesObject[] {
    return this.everything().filter(({ metadata }) => metadata.namespace === namespace);
  }
}

function object(apiVersion: string, kind: string, name: string, rest: object = {}, metadata: object = {}) {
  const server = { uid: `u-${name}`, resourceVersion: '7', generation: 3, creationTimestamp: '2026-11-01T00:00:00Z' };
  return {
    ...{ apiVersion, kind, metadata: { name, namespace: 'streaming', managedFields: [], ...server, ...metadata } },
    ...rest,
  } as KubernetesObject;
}

const owner = { ownerReferences: [{ kind: 'Deployment', name: 'api', uid: 'u-api' }] };
const helm = { 'app.kubernetes.io/managed-by': 'Helm' };
const ofCluster = (labels: object) => ({ namespace: undefined, labels });

function filled(): Cluster {
  const namespace = object(
    'v1',
    'Namespace',
    'streaming',
    {},
    ofCluster({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
  );
  return new Cluster().put(
    namespace,
    object(
      'apps/v1',
      'Deployment',
      'api',
      { spec: { replicas: 3, template: {} }, status: { readyReplicas: 3 } },
      { labels: helm },
    ),
    object('apps/v1', 'Deployment', 'worker', { spec: { replicas: 5, template: {} } }),
    object('apps/v1', 'ReplicaSet', 'api-1', {}, owner),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'worker', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'worker' } },
    }),
    object('batch/v1', 'CronJob', 'cleanup', { spec: { schedule: '0 3 * * *' } }),
    object('v1', 'Service', 'api', {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.0.0.7',
        clusterIPs: ['10.0.0.7'],
        selector: { app: 'api', 'rollouts-pod-template-hash': 'old' },
        ports: [{ port: 80, nodePort: 31000 }],
      },
    }),
    object('v1', 'ConfigMap', 'settings', { data: { mode: 'fast' } }),
    object('v1', 'ConfigMap', 'kube-root-ca.crt', { data: {} }),
    object('v1', 'Secret', 'database', { type: 'Opaque', data: { password: 'aHVudGVyMg==' } }),
    object('v1', 'Secret', 'sh.helm.release.v1.api.v1', {
      type: 'helm.sh/release.v1',
      data: { release: 'aHVudGVyMg==' },
    }),
    object('networking.k8s.io/v1', 'Ingress', 'api', { spec: { rules: [{ host: 'api.example' }] } }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'ours', { rules: [] }, ofCluster(helm)),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'view', { rules: [] }, ofCluster({})),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'sre', {
      subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'streaming' }],
    }),
    object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'scaledobjects.keda.sh',
      {
        spec: {
          group: 'keda.sh',
          scope: 'Namespaced',
          names: { kind: 'ScaledObject' },
          versions: [{ name: 'v1alpha1', served: true, storage: true }],
        },
      },
      ofCluster({}),
    ),
    object('keda.sh/v1alpha1', 'ScaledObject', 'api', { spec: { scaleTargetRef: { name: 'api' } } }),
  );
}

let bench: Bench;
let cluster: Cluster;
let options: BackupOptions;
beforeEach(async () => {
  bench = await Bench.start();
  cluster = filled();
  const resources = [{ mode: 'managed', type: 'aws_eks_cluster', name: 'main', instances: [{ attributes: {} }] }];
  bench.objects.put(
    BUCKET,
    'bench/cluster.tfstate',
    JSON.stringify({ version: 4, resources, outputs: {}, serial: 1, lineage: 'l' }),
  );
  const { tooling, ...rest } = bench.options;
  options = {
    ...rest,
    tooling: { ...tooling, openCluster: async () => ({ kubernetes: cluster, prometheus: '' }) },
    tools: { lookEveryMs: 5 },
  };
});
afterEach(() => bench.stop());

const exports = () => [...(bench.objects.buckets.get(BUCKET)?.keys() ?? [])].filter((key) => key.includes('/objects/'));
function exported(): { objects: KubernetesObject[]; secrets: unknown; helmReleases: number } {
  const body = bench.objects.buckets.get(BUCKET)?.get(exports()[0] ?? '')?.body;
  return JSON.parse(gunzipSync(body ?? Buffer.alloc(0)).toString());
}

describe('a backup of what is declared in a cluster', () => {
  it('holds what people wrote, counted by kind, without what the server and controllers add', async () => {
    const { state, stores } = await createBackup(environment, options);
    expect(state).toBe('complete');
    expect(stores).toMatchObject([
      { name: 'cluster', kind: 'cluster-objects', identifier: 'streaming', contents: { items: 11 } },
    ]);
    expect(stores[0]?.snapshot?.facts?.counts).toEqual({
      ...{ Namespace: 1, ClusterRole: 1, RoleBinding: 1, ConfigMap: 1, Service: 1, Deployment: 2, CronJob: 1 },
      ...{ HorizontalPodAutoscaler: 1, Ingress: 1, ScaledObject: 1 },
    });
    const { objects } = exported();
    const api = objects.find(({ kind }) => kind === 'Deployment');
    expect(api).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 3, template: {} } },
      metadata: { name: 'api', namespace: 'streaming', labels: helm },
    });
    expect(objects.find(({ kind }) => kind === 'Service')?.spec).toEqual({
      type: 'LoadBalancer',
      selector: { app: 'api' },
      ports: [{ port: 80 }],
    });
  });

  it('names Secrets and holds none of them', async () => {
    await createBackup(environment, options);
    expect(JSON.stringify(exported())).not.toContain('aHVudGVyMg==');
    expect(exported()).toMatchObject({ secrets: [{ name: 'database', type: 'Opaque' }], helmReleases: 1 });
  });

  it('is one object of the bucket as long as nothing changes, which stays while a set needs it', async () => {
    const first = await createBackup(environment, options);
    await createBackup(environment, options);
    expect(exports()).toEqual([`bench/backups/objects/${first.stores[0]?.snapshot?.facts?.sha256}.json.gz`]);
    const tomorrow = { date: new Date(Date.now() + 86_400_000).toUTCString() };
    bench.objects.intercept = (method, path) =>
      method === 'HEAD' && path === `/${BUCKET}/` ? { status: 200, headers: tomorrow } : undefined;
    const { sets } = await pruneBackups(environment, { ...options, olderThan: '1h', keep: 1 });
    expect(sets).toHaveLength(1);
    expect(exports()).toHaveLength(1);
    await pruneBackups(environment, { ...options, olderThan: '1h', keep: 0 });
    expect(exports()).toEqual([]);
  });

  it('is lacking, and the set says so, when the cluster cannot be reached', async () => {
    const openCluster = async () => {
      throw new BacklotError({ code: 'ClusterUnreachable', message: 'https://10.0.0.1 does not answer' });
    };
    const tooling = { ...options.tooling, openCluster };
    const stores = async () => [FILMS, { kind: 'cluster-objects', name: 'cluster', identifier: 'streaming' }] as const;
    const adapters: NonNullable<BackupOptions['tools']>['adapters'] = async (session) =>
      new Map<StoreKind, StoreAdapter>([
        ['dynamodb', bench.films],
        ['cluster-objects', clusterAdapter(session)],
      ]);
    const set = await createBackup(environment, { ...options, tooling, tools: { lookEveryMs: 5, stores, adapters } });
    expect(set.state).toBe('partial');
    expect(set.stores).toMatchObject([
      { name: 'films', status: 'available' },
      { name: 'cluster', status: 'failed', reason: 'https://10.0.0.1 does not answer' },
    ]);
    await expect(verifyBackup(environment, options)).rejects.toMatchObject({
      code: 'NothingToProve',
      message: expect.stringContaining(`the newest, ${set.id}, lacks cluster: https://10.0.0.1 does not answer`),
    });
  });

  it('is damaged when one byte of it was changed, and nothing is restored', async () => {
    const { id } = await createBackup(environment, options);
    const key = exports()[0] ?? '';
    const body = Buffer.from(bench.objects.buckets.get(BUCKET)?.get(key)?.body ?? '');
    body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    bench.objects.put(BUCKET, key, body);
    const restore = restoreBackup(environment, { ...options, set: id });
    await expect(restore).rejects.toMatchObject({
      code: 'SnapshotGone',
      message: expect.stringContaining('is damaged'),
    });
    expect((await listBackups(environment, options)).backups[0]?.id).toBe(id);
  });
});

describe('a restore of what is declared in a cluster', () => {
  it('goes to a namespace of its own, where nothing runs or takes traffic, once', async () => {
    const { id } = await createBackup(environment, options);
    const { restored } = await restoreBackup(environment, { ...options, set: id });
    const target = `streaming-restored-${id}`;
    expect(restored).toMatchObject([{ store: 'cluster', identifier: target }]);
    const there = cluster.in(target);
    expect(there.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      ...['ConfigMap settings', 'CronJob cleanup', 'Deployment api', 'Deployment worker'],
      ...['HorizontalPodAutoscaler worker', 'RoleBinding sre', 'Service api'],
    ]);
    expect(there.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec)).toMatchObject([
      { replicas: 0 },
      { replicas: 0 },
    ]);
    expect(there.find(({ kind }) => kind === 'CronJob')?.spec).toMatchObject({ suspend: true });
    expect(there.find(({ kind }) => kind === 'Service')?.spec).toMatchObject({ type: 'ClusterIP' });
    expect(there.find(({ kind }) => kind === 'RoleBinding')?.subjects).toMatchObject([{ namespace: target }]);
    const tried = cluster.checked.filter(({ kind }) => kind === 'Ingress');
    expect(tried.map(({ spec }) => spec)).toMatchObject([{ rules: [{ host: 'api.restored.invalid' }] }]);
    const again = restoreBackup(environment, { ...options, set: id });
    await expect(again).rejects.toMatchObject({ code: 'TargetExists' });
  });

  it('makes nothing when the server refuses one of the objects, and says which and why', async () => {
    const { id } = await createBackup(environment, options);
    cluster.admit = ({ kind }) => {
      if (kind === 'Ingress') throw new BacklotError({ code: 'ObjectRejected', message: 'no such class' });
    };
    const refused = restoreBackup(environment, { ...options, set: id });
    await expect(refused).rejects.toMatchObject({
      code: 'ObjectsRefused',
      message: expect.stringContaining('networking.k8s.io/Ingress/streaming/api: no such class'),
    });
    expect(cluster.in(`streaming-restored-${id}`)).toEqual([]);
    expect(cluster.everything().filter(({ kind }) => kind === 'Namespace')).toHaveLength(1);
  });

  it('in place brings back what was deleted, leaves what autoscalers say, and removes nothing', async () => {
    const { id } = await createBackup(environment, options);
    await cluster.delete({ apiVersion: 'v1', kind: 'ConfigMap', name: 'settings', namespace: 'streaming' });
    cluster.put(object('v1', 'ConfigMap', 'newer', { data: {} }));
    const selector = { app: 'api', 'rollouts-pod-template-hash': 'of today' };
    cluster.put(object('v1', 'Service', 'api', { spec: { selector } }));
    cluster.ever.length = 0;
    const { safety } = await restoreBackup(environment, { ...options, set: id, inPlace: true });
    expect(safety).toMatch(/^\d{8}t/);
    const names = cluster.in('streaming').map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toEqual(expect.arrayContaining(['ConfigMap settings', 'ConfigMap newer', 'ReplicaSet api-1']));
    expect(cluster.ever.find(({ kind }) => kind === 'Service')?.spec).toMatchObject({ selector });
    const replicas = cluster.ever
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => [metadata.name, (spec as { replicas?: number }).replicas]);
    expect(replicas).toEqual([
      ['api', undefined],
      ['worker', undefined],
    ]);
  });
});

describe('a proof of what is declared in a cluster', () => {
  it('counts each kind, and removes the namespace', async () => {
    const { id } = await createBackup(environment, options);
    const { proof } = await verifyBackup(environment, options);
    const seen = proof.assertions.map(({ name, actual, outcome }) => `${name}: ${actual} ${outcome}`);
    expect(seen).toEqual(
      expect.arrayContaining([
        'Deployment: 2 passed',
        'Ingress, tried on the server: 1 passed',
        'ClusterRole, tried on the server: 1 passed',
        'pods that a copy of streaming runs: 0 passed',
      ]),
    );
    expect(proof).toMatchObject({ set: id, outcome: 'proven' });
    expect(
      cluster
        .everything()
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['streaming']);
  });

  it('fails when an object is missing from what was restored', async () => {
    await createBackup(environment, options);
    const apply = cluster.apply.bind(cluster);
    cluster.apply = async (each, how) => {
      const lost = each.kind === 'Deployment' && each.metadata.name === 'worker' && !how.dryRun;
      return lost ? (each as never) : apply(each, how);
    };
    const { proof } = await verifyBackup(environment, options);
    expect(proof.outcome).toBe('failed');
    expect(proof.assertions.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { name: 'Deployment', expected: '2', actual: '1' },
    ]);
  });

  it('leaves a namespace alone that is not a backup’s', async () => {
    const { id } = await createBackup(environment, options);
    const name = `streaming-verify-${id}`;
    cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const { proof } = await verifyBackup(environment, options);
    expect(proof.outcome).toBe('failed');
    expect(await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })).toBeDefined();
    expect(cluster.in(name)).toEqual([]);
  });
});
