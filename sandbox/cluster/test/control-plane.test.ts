import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listeningPorts } from '../../../host/test/listening-ports.js';
import { gains, STRANGERS } from '../../../host/test/strangers.js';
import { TemporaryMachine } from '../../tools/test/temporary-machine.js';
import { ApiClient, type ApiObject } from '../api/api-client.js';
import type { ClusterHandle } from '../cluster.js';
import { clusterFolder } from '../cluster-folder.js';
import { PORTS } from '../cluster-record.js';
import { clusterStatus, ensureCluster, type NodeGroupShape, resetCluster, stopCluster } from '../index.js';

/** The first time, the tools are built. */
const BUILD_MS = 1_800_000;
const TEST_MS = 180_000;

const group = (name: string, desired: number, more: Partial<NodeGroupShape> = {}): NodeGroupShape => ({
  name,
  instanceTypes: ['m7g.large'],
  architecture: 'arm64',
  capacity: 'on-demand',
  desired,
  labels: { workload: name },
  taints: [],
  ...more,
});

const GROUPS = [group('system', 2), group('general', 3)];
const PODS = '/api/v1/namespaces/default/pods';

interface Pod extends ApiObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly state: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;
      readonly lastState?: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;
    }[];
  };
}

let machine: TemporaryMachine;
let handle: ClusterHandle;
let api: ApiClient;
let thief: Server | undefined;

const start = async (nodes: readonly NodeGroupShape[] = GROUPS) => {
  handle = await ensureCluster({ nodes, region: 'eu-central-1', accountId: '123456789012' });
  const read = (name: string) => readFile(join(clusterFolder().pki, name), 'utf8');
  api?.close();
  api = new ApiClient(handle.server, await read('ca.crt'), {
    certificate: await read('admin.crt'),
    key: await read('admin.key'),
  });
  return handle;
};

beforeAll(async () => {
  machine = await TemporaryMachine.create({ cache: 'shared' });
  await start();
}, BUILD_MS);

afterAll(async () => {
  thief?.close();
  api?.close();
  await resetCluster();
  await machine.dispose();
}, TEST_MS);

/** Looks until it holds. */
async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, timeoutMs = 60_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (holds(value) || performance.now() > deadline) return value;
    await delay(100);
  }
}

const run = (name: string, image: string, more: { annotations?: Record<string, string>; spec?: object } = {}) =>
  api.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations: more.annotations },
    spec: { containers: [{ name: 'app', image }], ...more.spec },
  });
const pod = async (name: string) => (await api.get<Pod>(`${PODS}/${name}`)) as Pod;
const isReady = (each: Pod) =>
  each.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
const waiting = (each: Pod) => each.status.containerStatuses?.[0]?.state.waiting?.reason;
const deployment = (name: string, replicas: number): ApiObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'app:1.0.0' }] } },
  },
});
const podsOf = (name: string) => api.list<Pod>(`${PODS}?labelSelector=app%3D${name}`);

describe('the control plane of the sandbox', () => {
  it('runs all its parts, on loopback only, and says how much memory they hold', async () => {
    expect(handle.components.map(({ name }) => name)).toEqual([
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kwok',
      'agent',
      'prometheus',
      'rollouts-controller',
    ]);
    for (const { pid, rssMiB } of handle.components) expect(pid > 0 && rssMiB > 10).toBe(true);
    // A probe may take longer than it is given while everything starts on a busy machine.
    const status = await eventually(clusterStatus, ({ healthy }) => healthy);
    expect(status).toMatchObject({ running: true, healthy: true, nodes: 5, version: '1.35.4' });
    expect(await api.get('/version')).toMatchObject({ gitVersion: 'v1.35.4', major: '1', minor: '35' });
  });

  it(
    'gives nothing to strangers at any port that it listens on, and this user the model and Prometheus',
    async () => {
      const found = listeningPorts(machine.root);
      expect(new Set(found.map(({ address }) => address))).toEqual(new Set(['0100007F']));
      const ports = [...new Set(found.map(({ port }) => port))];
      // A new port has to be thought of here.
      expect(ports.length).toBe(PORTS.length);
      for (const stranger of STRANGERS) {
        expect({ stranger, gains: await gains(stranger, ports) }).toEqual({ stranger, gains: [] });
      }
      const answering = new Set((await gains({}, ports)).map((line) => `http://127.0.0.1:${line.split(' ')[0]}`));
      expect(answering).toEqual(new Set([handle.agent, handle.prometheus]));
    },
    TEST_MS,
  );

  it('is quick when all runs already', async () => {
    const began = performance.now();
    const again = await start();
    expect(again).toMatchObject({ started: false, server: handle.server });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('refuses who has no certificate', async () => {
    const ca = await readFile(join(clusterFolder().pki, 'ca.crt'), 'utf8');
    const status = await new Promise((resolve, reject) => {
      get(`${handle.server}/api/v1/secrets`, { ca, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(401);
  });

  it('keeps secrets encrypted, and its files to the person', async () => {
    const password = 'correct-horse-battery-staple';
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hidden' }, stringData: { password } };
    await api.apply(secret);
    const names = await readdir(join(clusterFolder().data, 'etcd'), { recursive: true, withFileTypes: true });
    const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
    const contents = await Promise.all(files.map((file) => readFile(file)));
    expect(contents.some((content) => content.includes('/registry/secrets/default/hidden'))).toBe(true);
    expect(contents.some((content) => content.includes(password))).toBe(false);
    expect((await stat(handle.kubeconfig)).mode & 0o777).toBe(0o600);
  });

  it(
    'knows the kinds that charts use, and the metrics of the agent',
    async () => {
      for (const path of [
        'argoproj.io/v1alpha1/rollouts',
        'argoproj.io/v1alpha1/clusteranalysistemplates',
        'external-secrets.io/v1/externalsecrets',
        'monitoring.coreos.com/v1/podmonitors',
        'gateway.networking.k8s.io/v1/httproutes',
        'keda.sh/v1alpha1/scaledobjects',
        'networking.k8s.io/v1/ingressclasses/alb',
      ]) {
        expect([path, await api.get(`/apis/${path}`)]).toEqual([path, expect.anything()]);
      }
      const metrics = await eventually(
        () => api.list('/apis/metrics.k8s.io/v1beta1/nodes').catch(() => []),
        (nodes) => nodes.length === 5,
      );
      expect(metrics).toHaveLength(5);
    },
    TEST_MS,
  );

  it(
    'gives back a definition that somebody took away',
    async () => {
      const path = '/apis/argoproj.io/v1alpha1/experiments';
      // While a definition goes or comes, its storage is not ready and refuses.
      const list = () => api.list(path).catch(() => undefined);
      expect(await list()).toEqual([]);
      await api.delete('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/experiments.argoproj.io');
      const gone = () => api.get(path).catch(() => 'not yet');
      expect(await eventually(gone, (found) => found === undefined)).toBeUndefined();
      await start();
      expect(await eventually(list, (found) => found !== undefined)).toEqual([]);
    },
    TEST_MS,
  );

  it('spreads the nodes of a group over the zones', async () => {
    const nodes = await api.list('/api/v1/nodes');
    const zones = nodes.map(({ metadata }) => [metadata.name, metadata.labels?.['topology.kubernetes.io/zone']]);
    expect(zones.sort()).toEqual([
      ['general-1', 'eu-central-1a'],
      ['general-2', 'eu-central-1b'],
      ['general-3', 'eu-central-1c'],
      ['system-1', 'eu-central-1a'],
      ['system-2', 'eu-central-1b'],
    ]);
  });

  it(
    'runs pods to readiness, each with an address of its own',
    async () => {
      await api.apply(deployment('good', 12));
      const pods = await eventually(
        () => podsOf('good'),
        (found) => found.length === 12 && found.every(isReady),
      );
      expect(pods.filter(isReady)).toHaveLength(12);
      expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(12);
    },
    TEST_MS,
  );

  it(
    'lets images and annotations misbehave as they say',
    async () => {
      await run('crash', 'app:1.3.0-sim.error5.crash');
      await run('unready', 'registry.example/app:1.3.0-sim.unready@sha256:'.concat('a'.repeat(64)));
      await run('pullfail', 'app:1.3.0', { annotations: { 'sandbox.backlot.dev/behaviour': 'error=5, pullfail' } });
      await run('late', 'app:1.3.0-sim.start6');
      await run('good', 'registry-sim.crash.example/app:1.3.0');
      const began = performance.now();
      const reasons = (names: readonly string[]) => Promise.all(names.map(async (name) => waiting(await pod(name))));
      expect(
        await eventually(
          () => reasons(['crash', 'pullfail']),
          ([crash, pullfail]) => crash === 'CrashLoopBackOff' && pullfail === 'ImagePullBackOff',
        ),
      ).toEqual(['CrashLoopBackOff', 'ImagePullBackOff']);
      expect((await pod('crash')).status.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 1 });
      await eventually(
        () => pod('late'),
        (each) => isReady(each) === true,
      );
      expect(performance.now() - began).toBeGreaterThan(5_000);
      expect(isReady(await pod('good'))).toBe(true);
      expect((await pod('unready')).status.phase).toBe('Running');
      expect(isReady(await pod('unready'))).toBe(false);
      const restarted = await eventually(
        () => pod('crash'),
        ({ status }) => (status.containerStatuses?.[0]?.restartCount ?? 0) > 0,
      );
      expect(restarted.status.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
      for (const name of ['crash', 'unready', 'pullfail', 'late', 'good']) await api.delete(`${PODS}/${name}`);
      expect(
        await eventually(
          () => api.get(`${PODS}/crash`),
          (each) => each === undefined,
        ),
      ).toBeUndefined();
    },
    TEST_MS,
  );

  it(
    'completes jobs, and fails those that crash',
    async () => {
      const job = (name: string, image: string): ApiObject => ({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name, namespace: 'default' },
        spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image }] } } },
      });
      await api.apply(job('fine', 'app:1.0.0'));
      await api.apply(job('broken', 'app:1.0.0-sim.crash'));
      const conditions = async (name: string) => {
        const found = await api.get<{ status?: { conditions?: { type: string }[] } }>(
          `/apis/batch/v1/namespaces/default/jobs/${name}`,
        );
        return found?.status?.conditions?.map(({ type }) => type) ?? [];
      };
      expect(
        await eventually(
          () => conditions('fine'),
          (types) => types.includes('Complete'),
        ),
      ).toContain('Complete');
      expect(
        await eventually(
          () => conditions('broken'),
          (types) => types.includes('Failed'),
        ),
      ).toContain('Failed');
    },
    TEST_MS,
  );

  it(
    'follows the node groups: drains what goes, replaces other machines, relabels the rest',
    async () => {
      const before = await api.list('/api/v1/nodes');
      const uid = (nodes: readonly ApiObject[], name: string) =>
        nodes.find(({ metadata }) => metadata.name === name)?.metadata.uid;
      const taints = [{ key: 'workload', value: 'system', effect: 'NoSchedule' } as const];
      await start([
        group('system', 1, { taints, instanceTypes: ['m7g.xlarge'] }),
        group('general', 2, { labels: { tier: 'x' } }),
      ]);
      const after = await api.list('/api/v1/nodes');
      expect(after.map(({ metadata }) => metadata.name).sort()).toEqual(['general-1', 'general-2', 'system-1']);
      expect(uid(after, 'general-1')).toBe(uid(before, 'general-1'));
      expect(uid(after, 'system-1')).not.toBe(uid(before, 'system-1'));
      const labels = after.find(({ metadata }) => metadata.name === 'general-1')?.metadata.labels;
      expect([labels?.tier, labels?.workload]).toEqual(['x', undefined]);
      const pods = await eventually(
        () => podsOf('good'),
        (found) => found.filter(isReady).length === 12,
      );
      expect(new Set(pods.filter(isReady).map(({ spec }) => spec.nodeName))).toEqual(
        new Set(['general-1', 'general-2']),
      );
    },
    TEST_MS,
  );

  it(
    'starts again only what died',
    async () => {
      const pidOf = (name: string) => handle.components.find((each) => each.name === name)?.pid as number;
      const before = handle;
      process.kill(pidOf('kwok'), 'SIGKILL');
      await eventually(clusterStatus, ({ healthy }) => !healthy);
      expect((await clusterStatus()).components.find(({ name }) => name === 'kwok')).toMatchObject({ running: false });
      const after = await start();
      expect(after.started).toBe(true);
      const changed = after.components.filter(({ pid }, at) => pid !== before.components[at]?.pid);
      expect(changed.map(({ name }) => name)).toEqual(['kwok']);
      await run('later', 'app:1.0.0');
      expect(
        isReady(
          await eventually(
            () => pod('later'),
            (each) => isReady(each) === true,
          ),
        ),
      ).toBe(true);
    },
    TEST_MS,
  );

  it(
    'keeps its objects over a stop, and moves when somebody took its port',
    async () => {
      const { server } = handle;
      const ips = new Set((await podsOf('good')).map(({ status }) => status.podIP));
      expect(await stopCluster()).toBe(true);
      expect(await clusterStatus()).toMatchObject({ running: false, healthy: false, rssMiB: 0 });
      thief = createServer().listen(Number(new URL(server).port), '127.0.0.1');
      await once(thief, 'listening');
      await start();
      expect(handle.server).not.toBe(server);
      expect(await readFile(handle.kubeconfig, 'utf8')).toContain(handle.server);
      expect(await api.get('/api/v1/namespaces/default/secrets/hidden')).toBeDefined();
      await api.apply(deployment('good', 14));
      const pods = await eventually(
        () => podsOf('good'),
        (found) => found.length === 14 && found.every(isReady),
      );
      expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(14);
      expect(pods.filter(({ status }) => ips.has(status.podIP)).length).toBeGreaterThanOrEqual(12);
    },
    TEST_MS,
  );

  it(
    'has nothing left after a reset',
    async () => {
      await resetCluster();
      expect(await clusterStatus()).toMatchObject({ running: false, components: [] });
      expect(await readdir(clusterFolder().root)).toEqual([]);
    },
    TEST_MS,
  );
});
