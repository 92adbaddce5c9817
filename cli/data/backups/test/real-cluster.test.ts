import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { ensureCluster, resetCluster } from '../../../../sandbox/cluster/index.js';
import { stateBucket } from '../../../../stacks/state-location.js';
import { belongingsOf, jobOf } from '../../../adapters/backups/sql-job/objects.js';
import { openHelm } from '../../../adapters/helm/index.js';
import { connect, type Kubernetes } from '../../../adapters/kubernetes/index.js';
import { applyBaseline } from '../../../delivery/cluster-objects/baseline/index.js';
import { deployServices } from '../../../delivery/services/index.js';
import { appliedOutputs } from '../../../delivery/services/test/fixtures/applied-outputs.js';
import { silent } from '../../../kernel/progress.js';
import { type BackupOptions, createBackup, restoreBackup, verifyBackup } from '../index.js';
import { Bench } from './fixtures/bench.js';

// A control plane starts, and two processors are shared with other tests.
jest.setTimeout(180_000);

const root = join(import.meta.dirname, '../../../..');
const before = process.env.BACKLOT_STATE_DIR;
let folder: string;
let bench: Bench;
let cluster: Kubernetes;
let environment: Environment;
let options: BackupOptions;
let set: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-objects-'));
  process.env.BACKLOT_STATE_DIR = folder;
  bench = await Bench.start();
  const loaded = (await loadEnvironment('local', { root })).environment;
  const { api, processor } = loaded.services as Record<string, Environment['services'][string]>;
  environment = { ...loaded, services: { api, processor } } as Environment;
  const { kubeconfig, context, server } = await ensureCluster();
  cluster = await connect({ kubeconfig, context, server, source: 'sandbox' });
  await applyBaseline(environment, { cluster, progress: silent });
  const deployed = await deployServices(environment, {
    ...{ cluster, helm: await openHelm(cluster.access), outputs: appliedOutputs(environment) },
    ...{ prometheus: 'http://127.0.0.1:9', wait: false, progress: silent },
    times: { pollMs: 200, graceMs: 1_000, leaseMs: 3_000 },
  });
  expect(deployed.map(({ status }) => status)).toEqual(['deployed', 'deployed']);
  const bucket = stateBucket(environment);
  const resources = [{ mode: 'managed', type: 'aws_eks_cluster', name: 'main', instances: [{ attributes: {} }] }];
  const state = { version: 4, resources, outputs: {}, serial: 1, lineage: 'l' };
  bench.objects.buckets.set(bucket, new Map());
  bench.objects.put(bucket, `${environment.id}/cluster.tfstate`, JSON.stringify(state));
  const { tooling, progress } = bench.options;
  const openCluster = async () => ({ kubernetes: cluster, prometheus: '' });
  options = { progress, interrupts: bench, tooling: { ...tooling, openCluster }, tools: { lookEveryMs: 200 } };
}, 1_200_000);

afterAll(async () => {
  await resetCluster();
  await bench?.stop();
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const pods = async (namespace: string) => (await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace })).length;

describe('what is declared in a real cluster', () => {
  it('is exported, with the counts of all kinds', async () => {
    const made = await createBackup(environment, options);
    expect(made).toMatchObject({ state: 'complete', stores: [{ name: 'cluster', status: 'available' }] });
    set = made.id;
    const counts = made.stores[0]?.snapshot?.facts?.counts as Record<string, number>;
    expect(counts.Service).toBeGreaterThan(0);
    expect((counts.Rollout ?? 0) + (counts.Deployment ?? 0)).toBe(2);
    expect(counts.ReplicaSet).toBeUndefined();
  });

  it('is taken by the server in a namespace of its own, where nothing runs, and which is removed', async () => {
    const { proof } = await verifyBackup(environment, options);
    expect(proof.assertions.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(proof.outcome).toBe('proven');
    expect(await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: `streaming-verify-${set}` })).toBeUndefined();
  });

  it('is brought back in place after a service was deleted by hand', async () => {
    const service = { apiVersion: 'v1', kind: 'Service', name: 'api', namespace: 'streaming' };
    expect(await cluster.delete(service)).toBe(true);
    await restoreBackup(environment, { ...options, set, inPlace: true });
    expect(await cluster.get(service)).toMatchObject({ spec: { clusterIP: expect.any(String) } });
  });

  it('takes the Job that runs SQL, and its pod where only restricted ones may run', async () => {
    const run = { name: 'backlot-sql-1', nonce: 'n', environment: 'local', image: 'postgres:17', deadlineSeconds: 60 };
    const target = { host: 'db.internal', port: 5432, database: 'films', user: 'proof', password: 'p' };
    const job = jobOf(run);
    const dryRun = { fieldManager: 'test', dryRun: true };
    for (const object of [
      job,
      ...belongingsOf(run, { ...job, metadata: { ...job.metadata, uid: 'u' } }, target, ['select 1']),
    ]) {
      expect(await cluster.apply(object, dryRun)).toMatchObject({ kind: object.kind });
    }
    const { template } = job.spec as { template: { spec: { securityContext: object } } };
    const metadata = { name: 'sql', namespace: 'streaming' };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec };
    expect(await cluster.apply(pod, dryRun)).toMatchObject({ kind: 'Pod' });
    const root = { ...pod, spec: { ...template.spec, securityContext: { runAsUser: 0 } } };
    await expect(cluster.apply(root, dryRun)).rejects.toMatchObject({ message: expect.stringContaining('restricted') });
  });

  it('is restored beside with no pod', async () => {
    const { restored } = await restoreBackup(environment, { ...options, set });
    const target = `streaming-restored-${set}`;
    expect(restored).toMatchObject([{ identifier: target }]);
    expect(await cluster.get({ apiVersion: 'v1', kind: 'Service', name: 'api', namespace: target })).toBeDefined();
    expect(await pods(target)).toBe(0);
  });
});
