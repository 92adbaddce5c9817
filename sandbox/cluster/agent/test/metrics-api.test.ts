import { describe, expect, it } from '@jest/globals';
import { labelSelector } from '../api/label-selector.js';
import { metricsApi } from '../api/metrics-api.js';
import { QueueDepths } from '../queue-depths.js';
import { Driven } from './support/driven.js';
import { FakeCluster } from './support/fake-cluster.js';

const cluster = new FakeCluster().have(
  { name: 'api-1', labels: { tier: 'web' } },
  { name: 'api-2', node: 'node-2' },
  { name: 'work-1', service: 'processor', annotations: { 'backlot.dev/queue': 'ingest' }, ready: false },
);
cluster.sends.api = ['api-1', 'api-2'];
const memory = 14 * 2 ** 30;
cluster.nodeList = ['node-1', 'node-2'].map((name) => ({
  name,
  labels: { zone: name === 'node-1' ? 'a' : 'b' },
  createdAt: '2026-11-21T08:00:00Z',
  cpu: 3.92,
  memory,
}));
const driven = new Driven(cluster);
driven.start({ rps: 20 });
driven.start({ service: 'processor', rps: 3 }, 'worker');
driven.pass(20);

async function get(path: string, method = 'GET') {
  const url = new URL(path, 'https://localhost');
  const queues = new QueueDepths({ region: 'eu-central-1', accountId: '000000000000' });
  const answer = await metricsApi(
    { method, path: url.pathname, query: url.searchParams },
    { view: cluster, simulation: driven.simulation, queues, now: () => new Date(driven.now) },
  );
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, read field by field
  return answer as { status: number; body: any };
}

const METRICS = '/apis/metrics.k8s.io/v1beta1';
const EXTERNAL = '/apis/external.metrics.k8s.io/v1beta1';
const names = (body: { items: { metadata: { name: string } }[] }) => body.items.map(({ metadata }) => metadata.name);

describe('metrics.k8s.io', () => {
  it('is discovered: groups, versions, resources', async () => {
    const { body } = await get('/apis');
    expect(body.groups.map(({ name }: { name: string }) => name)).toEqual([
      'metrics.k8s.io',
      'external.metrics.k8s.io',
    ]);
    const resources = (await get(METRICS)).body;
    expect(resources).toMatchObject({ kind: 'APIResourceList', groupVersion: 'metrics.k8s.io/v1beta1' });
    expect(resources.resources).toMatchObject([
      { name: 'nodes', kind: 'NodeMetrics', namespaced: false },
      { name: 'pods', kind: 'PodMetrics', namespaced: true },
    ]);
    expect((await get('/apis/metrics.k8s.io')).body).toMatchObject({ kind: 'APIGroup', name: 'metrics.k8s.io' });
    expect((await get('/openapi/v2')).body).toMatchObject({ swagger: '2.0' });
  });

  it('gives the usage of a pod, measured now, over a window', async () => {
    const { status, body } = await get(`${METRICS}/namespaces/streaming/pods/api-1`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'PodMetrics',
      apiVersion: 'metrics.k8s.io/v1beta1',
      metadata: { name: 'api-1', namespace: 'streaming', labels: { tier: 'web' } },
      timestamp: '2026-11-21T09:00:20Z',
      window: '10s',
      containers: [{ name: 'api' }],
    });
    // 10 requests a second of 8 ms and a little besides, in nanocores.
    const cores = Number(body.containers[0].usage.cpu.replace(/n$/, '')) / 1e9;
    expect(cores).toBeGreaterThan(0.07);
    expect(cores).toBeLessThan(0.12);
    expect(body.containers[0].usage.memory).toMatch(/^\d+Ki$/);
  });

  it('lists pods of all namespaces, of one, and by labels', async () => {
    expect(names((await get(`${METRICS}/pods`)).body)).toEqual(['api-1', 'api-2', 'work-1']);
    expect(names((await get(`${METRICS}/namespaces/other/pods`)).body)).toEqual([]);
    const selected = await get(`${METRICS}/namespaces/streaming/pods?labelSelector=app.kubernetes.io%2Fname%3Dapi`);
    expect(names(selected.body)).toEqual(['api-1', 'api-2']);
    expect(selected.body.kind).toBe('PodMetricsList');
    expect(names((await get(`${METRICS}/pods?fieldSelector=metadata.name%3Dapi-2`)).body)).toEqual(['api-2']);
  });

  it('gives nodes the usage of their pods and of themselves', async () => {
    const { body } = await get(`${METRICS}/nodes`);
    expect(names(body)).toEqual(['node-1', 'node-2']);
    const [first] = body.items;
    expect(first.usage.cpu).toMatch(/^\d+n$/);
    expect(Number(first.usage.memory.replace('Ki', '')) / 1024).toBeGreaterThan(500);
    expect(names((await get(`${METRICS}/nodes?labelSelector=zone%3Db`)).body)).toEqual(['node-2']);
    expect((await get(`${METRICS}/nodes/node-1`)).body).toMatchObject({ kind: 'NodeMetrics' });
  });

  it.each([
    [`${METRICS}/namespaces/streaming/pods/nope`, 'GET', 404, /pods\.metrics\.k8s\.io "nope" not found/],
    [`${METRICS}/deployments`, 'GET', 404, /could not find/],
    ['/apis/other.k8s.io/v1beta1/pods', 'GET', 404, /could not find/],
    [`${METRICS}/pods`, 'DELETE', 405, /can only be read/],
    [`${METRICS}/pods?watch=true`, 'GET', 405, /can only be read/],
    [`${METRICS}/pods?labelSelector=%3D%3D%3D`, 'GET', 400, /unable to parse/],
  ])('answers %s (%s) with a Status of %d', async (path, method, code, message) => {
    const { status, body } = await get(path, method);
    expect(status).toBe(code);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', code });
    expect(body.message).toMatch(message);
  });

  it('says that it is not ready while it does not know the cluster', async () => {
    cluster.synced = false;
    const { status, body } = await get(`${METRICS}/pods`);
    cluster.synced = true;
    expect(status).toBe(503);
    expect(body.reason).toBe('ServiceUnavailable');
  });
});

describe('external.metrics.k8s.io', () => {
  it('gives the depth of a queue: what waits in the model', async () => {
    const { body } = await get(`${EXTERNAL}/namespaces/streaming/sqs_messages_visible?labelSelector=queue%3Dingest`);
    expect(body).toMatchObject({ kind: 'ExternalMetricValueList', items: [{ metricLabels: { queue: 'ingest' } }] });
    expect(Number(body.items[0].value)).toBe(driven.simulation.backlogOf('ingest'));
    expect(Number(body.items[0].value)).toBeGreaterThan(30);
  });

  it('gives a queue that nobody knows as empty, all known ones without a selector, and no other metric', async () => {
    const unknown = await get(`${EXTERNAL}/namespaces/x/sqs_messages_visible?labelSelector=queue%3Dnope`);
    expect(unknown.body.items).toMatchObject([{ value: '0' }]);
    expect((await get(`${EXTERNAL}/namespaces/x/sqs_messages_visible`)).body.items).toHaveLength(1);
    expect((await get(`${EXTERNAL}/namespaces/x/other`)).status).toBe(404);
  });
});

describe('labelSelector', () => {
  const labels = { app: 'api', tier: 'web' };

  it.each([
    ['', true],
    ['app=api', true],
    ['app==api,tier!=db', true],
    ['app in (api, worker),tier', true],
    ['app notin (api)', false],
    ['!app', false],
    ['!other', true],
    ['other notin (a)', true],
    ['other!=a', true],
    ['tier=web,app=worker', false],
  ])('%s', (text, expected) => {
    expect(labelSelector(text)(labels)).toBe(expected);
  });
});
