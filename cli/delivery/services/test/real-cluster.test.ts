import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { ensureCluster, resetCluster } from '../../../../sandbox/cluster/index.js';
import { type Helm, openHelm } from '../../../adapters/helm/index.js';
import { connect, type Kubernetes, type KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { silent } from '../../../kernel/progress.js';
import type { StackOutputs } from '../../../kernel/stack-outputs.js';
import { applyBaseline } from '../../cluster-objects/baseline/index.js';
import type { Condition } from '../../workloads/workload-objects.js';
import { type DeployServicesOptions, deployServices } from '../index.js';
import { appliedOutputs } from './fixtures/applied-outputs.js';

// A control plane starts, and two processors are shared with other tests.
jest.setTimeout(180_000);

const root = join(import.meta.dirname, '../../../..');
const RELEASE = { namespace: 'streaming', release: 'api' };
const ROLLOUT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'streaming', name: 'api' };

let folder: string;
let cluster: Kubernetes;
let helm: Helm;
let environment: Environment;
let outputs: StackOutputs;
const before = process.env.BACKLOT_STATE_DIR;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-services-'));
  process.env.BACKLOT_STATE_DIR = folder;
  const loaded = (await loadEnvironment('local', { root })).environment;
  environment = { ...loaded, services: { api: loaded.services.api as Environment['services'][string] } };
  outputs = appliedOutputs(loaded);
  const { kubeconfig, context, server } = await ensureCluster();
  cluster = await connect({ kubeconfig, context, server, source: 'sandbox' });
  helm = await openHelm(cluster.access);
  await applyBaseline(environment, { cluster, progress: silent });
}, 1_200_000);
afterAll(async () => {
  await resetCluster();
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function deploy(image?: string, more: Partial<DeployServicesOptions> & { readonly as?: Environment } = {}) {
  const { as = environment, ...options } = more;
  const [done] = await deployServices(as, {
    cluster,
    helm,
    outputs,
    prometheus: 'http://127.0.0.1:9',
    wait: false,
    times: { pollMs: 200, graceMs: 1_000, leaseMs: 3_000 },
    ...(image && { images: { api: image } }),
    ...options,
  });
  return done;
}
async function selectors() {
  const services = await cluster.list({ apiVersion: 'v1', kind: 'Service', namespace: 'streaming' });
  return Object.fromEntries(
    services.map(({ metadata, spec }) => [metadata.name, (spec as { selector: object }).selector]),
  );
}
const stablePods = async () => {
  const rollout = await cluster.get<KubernetesObject & { status: { stableRS: string } }>(ROLLOUT);
  const labelSelector = `rollouts-pod-template-hash=${rollout?.status.stableRS}`;
  return cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'streaming', labelSelector });
};

/** Watches the pods that are ready, and remembers the fewest at any time. */
class Lowest {
  private readonly stop = new AbortController();
  private readonly running: Promise<number>;

  constructor(cluster: Kubernetes) {
    this.running = this.watch(cluster);
  }

  async end(): Promise<number> {
    this.stop.abort();
    return this.running;
  }

  private async watch(cluster: Kubernetes): Promise<number> {
    const query = {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'streaming',
      labelSelector: 'app.kubernetes.io/name=api',
    };
    const ready = new Set<string>();
    let lowest = Number.POSITIVE_INFINITY;
    for await (const { type, object } of cluster.watch(query, { signal: this.stop.signal })) {
      const { conditions } = (object as KubernetesObject & { status?: { conditions?: Condition[] } }).status ?? {};
      const is = conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
      const before = ready.size;
      if (is && type !== 'DELETED' && !object.metadata.deletionTimestamp) ready.add(object.metadata.name);
      else ready.delete(object.metadata.name);
      if (ready.size < before) lowest = Math.min(lowest, ready.size);
    }
    return lowest;
  }
}

/** Leaves the last revision as a Helm that was killed does. */
async function leavePending(status: string) {
  const last = await helm.status(RELEASE);
  const name = `sh.helm.release.v1.api.v${last?.revision}`;
  const secret = await cluster.get<KubernetesObject & { data: { release: string } }>({
    apiVersion: 'v1',
    kind: 'Secret',
    namespace: 'streaming',
    name,
  });
  if (!secret) throw new Error(`no ${name}`);
  const record = JSON.parse(
    gunzipSync(Buffer.from(Buffer.from(secret.data.release, 'base64').toString(), 'base64')).toString(),
  ) as { info: object };
  const packed = gzipSync(JSON.stringify({ ...record, info: { ...record.info, status } })).toString('base64');
  await cluster.replace({
    ...secret,
    metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status } },
    data: { release: Buffer.from(packed).toString('base64') },
  });
}

describe('services on a real API server', () => {
  it('come up from a first install that was cut off, with what it had made', async () => {
    const first = await deploy();
    expect(first).toMatchObject({ status: 'deployed', pods: { ready: 3, desired: 3 } });
    await leavePending('pending-install');
    expect((await helm.status(RELEASE))?.status).toBe('pending-install');
    const pods = (await stablePods()).map(({ metadata }) => metadata.uid).sort();
    expect(await deploy()).toMatchObject({ status: 'deployed' });
    expect((await stablePods()).map(({ metadata }) => metadata.uid).sort()).toEqual(pods);
    const [cutOff, ...later] = await helm.history(RELEASE);
    expect(cutOff?.description).toContain('cut off while install was under way');
    expect(later).toMatchObject([{ status: 'deployed' }]);
  });

  it('are left alone when nothing changes', async () => {
    expect(await deploy()).toMatchObject({ status: 'unchanged' });
    expect(await helm.history(RELEASE)).toHaveLength(2);
  });

  it('get a new version as a canary, while selectors, replicas and weights stay with their controllers', async () => {
    const narrowed = await selectors();
    expect(narrowed['api-stable']).toHaveProperty('rollouts-pod-template-hash');
    expect(await deploy('1.1.0')).toMatchObject({
      status: 'canary',
      pods: { ready: 3 },
      canary: { ready: 1, desired: 1 },
    });
    expect((await selectors())['api-stable']).toEqual(narrowed['api-stable']);
    const rollout = await cluster.get<KubernetesObject & { spec: { replicas: number } }>(ROLLOUT);
    expect(rollout?.spec.replicas).toBe(3);
  });

  it('go on from an upgrade that was cut off', async () => {
    await leavePending('pending-upgrade');
    expect(await deploy()).toMatchObject({ status: 'canary', image: expect.stringMatching(/:1\.1\.0$/) });
    expect((await helm.history(RELEASE)).at(-2)?.description).toContain('cut off while upgrade was under way');
  });

  it('keep serving when the image of a new version cannot be pulled, and say why', async () => {
    const failed = await deploy('1.2.0-sim.pullfail');
    expect(failed).toMatchObject({
      status: 'failed',
      pods: { ready: 3, desired: 3 },
      canary: { ready: 0, desired: 1 },
    });
    expect(failed?.reason).toMatch(/pod api-\S+: (ImagePullBackOff|ErrImagePull) .*1\.2\.0-sim\.pullfail/);
    expect(failed?.actions[1]).toMatch(/--image api=\S+:1\.0\.0$/);
  });

  it('keep serving when a new version crashes, and say how it ended', async () => {
    const failed = await deploy('1.2.0-sim.crash');
    expect(failed).toMatchObject({ status: 'failed', pods: { ready: 3, desired: 3 } });
    expect(failed?.reason).toMatch(/exit code 1/);
  });

  it('go back to the version that serves at once', async () => {
    expect(await deploy('1.0.0')).toMatchObject({ status: 'deployed', pods: { ready: 3, desired: 3 } });
  });

  it('are refused early by a quota, and by the rules for pods', async () => {
    const { api } = environment.services as { api: Environment['services'][string] };
    const greedy = { ...environment, services: { api: { ...api, resources: { ...api.resources, cpu: '200' } } } };
    const revisions = (await helm.history(RELEASE)).length;
    expect(await deploy(undefined, { as: greedy })).toMatchObject({
      status: 'failed',
      error: { code: 'QuotaExceeded' },
    });
    expect(await helm.history(RELEASE)).toHaveLength(revisions);
  });

  it('are refused when their migration fails, with how it ended, and the version before stays', async () => {
    const { api } = environment.services as { api: Environment['services'][string] };
    const migration = { command: ['migrate'], timeout: '30s' };
    const failed = await deploy('1.3.0-sim.crash', {
      as: { ...environment, services: { api: { ...api, migration } } },
    });
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'HookFailed' } });
    expect(failed?.error?.message).toMatch(/pod api-migrate-\S+: exit code 1/);
    expect(await stablePods()).toHaveLength(3);
  });

  it('lose no pod when they get an autoscaler, or another kind of workload', async () => {
    const { api } = environment.services as { api: Environment['services'][string] };
    const as = (changes: object) => ({ as: { ...environment, services: { api: { ...api, ...changes } } } });
    const fixed = as({ replicas: { ...api.replicas, min: 3, max: 3 } });
    expect(await deploy('1.0.0', fixed)).toMatchObject({ status: 'deployed', pods: { ready: 3 } });
    const serving = new Lowest(cluster);
    expect(await deploy('1.0.0')).toMatchObject({ status: 'deployed', pods: { ready: 3 } });
    expect(await deploy('1.0.0', as({ canary: false }))).toMatchObject({ status: 'deployed', pods: { ready: 3 } });
    expect(await cluster.get(ROLLOUT)).toBeUndefined();
    expect(await serving.end()).toBe(3);
  });

  it('go when they are declared no more', async () => {
    const none = { ...environment, services: {} };
    expect(await deploy(undefined, { as: none, prune: true })).toMatchObject({ service: 'api', status: 'removed' });
    expect(await cluster.get({ ...ROLLOUT, apiVersion: 'apps/v1', kind: 'Deployment' })).toBeUndefined();
    expect(await helm.history(RELEASE)).toEqual([]);
  });
});
