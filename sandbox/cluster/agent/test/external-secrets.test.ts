import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ExternalSecretSync } from '../external-secrets.js';

// biome-ignore lint/suspicious/noExplicitAny: objects of the API, read deep; expires 2027-12-31
type Json = any;

const NOW = new Date('2030-01-01T00:00:00Z');
const LATER = new Date('2030-01-01T00:30:00Z');
const MUCH_LATER = new Date('2030-01-01T02:00:00Z');

let folder: string;
let api: Server;
let emulator: Server;
let sync: ExternalSecretSync;
let objects: Map<string, Json>;
let values: Record<string, string>;
let reads: number;

async function body(request: IncomingMessage): Promise<Json> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : undefined;
}

const listen = (server: Server) =>
  new Promise<string>((done) => {
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-external-secrets-'));
  objects = new Map();
  values = { '/x/token': 'hunter2', '/x/database': '{"user":"api","pool":{"size":5}}' };
  reads = 0;
  api = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const patch = await body(request);
    if (request.method === 'PATCH') {
      const key = path.replace(/\/status$/, '');
      const merged = path.endsWith('/status') ? { ...objects.get(key), ...patch } : patch;
      objects.set(key, merged);
      return response.end(JSON.stringify(merged));
    }
    const found = path.endsWith('/externalsecrets')
      ? { items: [...objects.values()].filter(({ kind }) => kind === 'ExternalSecret') }
      : objects.get(path);
    response.statusCode = found ? 200 : 404;
    response.end(JSON.stringify(found ?? { message: 'not found' }));
  });
  emulator = createServer(async (request, response) => {
    reads += 1;
    const value = values[(await body(request)).SecretId];
    response.statusCode = value === undefined ? 400 : 200;
    const missing = {
      __type: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    };
    response.end(
      JSON.stringify(value === undefined ? missing : { SecretString: value, VersionId: `version-of-${value}` }),
    );
  });
  const kubeconfig = join(folder, 'kubeconfig');
  const server = await listen(api);
  await writeFile(
    kubeconfig,
    JSON.stringify({
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      clusters: [{ name: 'test', cluster: { server } }],
      users: [{ name: 'test', user: {} }],
    }),
  );
  sync = new ExternalSecretSync({
    kubeconfig,
    awsEndpoint: await listen(emulator),
    region: 'eu-central-1',
    accountId: '000000000000',
    intervalMs: 10,
  });
});

afterEach(async () => {
  await sync.stop();
  for (const server of [api, emulator]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

const ES = '/apis/external-secrets.io/v1/namespaces/streaming/externalsecrets/api';
const SECRET = '/api/v1/namespaces/streaming/secrets/api';

function declare(spec: Json, generation = 1): void {
  const metadata = { name: 'api', namespace: 'streaming', uid: 'uid-1', generation, labels: { team: 'store' } };
  objects.set(ES, { ...objects.get(ES), kind: 'ExternalSecret', metadata, spec: { refreshInterval: '1h', ...spec } });
}

const token = { data: [{ secretKey: 'TOKEN', remoteRef: { key: '/x/token' } }] };
const decoded = () =>
  Object.fromEntries(
    Object.entries(objects.get(SECRET).data as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );

describe('external secrets in the sandbox', () => {
  it('writes the Secret, owned by what asked for it, and says so', async () => {
    declare(token);
    expect(await sync.sync(NOW)).toEqual({ synced: ['streaming/api'], failed: {} });
    expect(decoded()).toEqual({ TOKEN: 'hunter2' });
    expect(objects.get(SECRET).metadata).toMatchObject({
      labels: { team: 'store' },
      ownerReferences: [{ kind: 'ExternalSecret', uid: 'uid-1', controller: true }],
    });
    expect(objects.get(ES).status).toMatchObject({
      refreshTime: '2030-01-01T00:00:00Z',
      conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }],
    });
  });

  it('takes properties of JSON values, and whole ones', async () => {
    declare({
      data: [{ secretKey: 'SIZE', remoteRef: { key: '/x/database', property: 'pool.size' } }],
      dataFrom: [{ extract: { key: '/x/database' } }],
    });
    await sync.sync(NOW);
    expect(decoded()).toEqual({ SIZE: '5', user: 'api', pool: '{"size":5}' });
  });

  it('reads again when the interval is over, when the declaration changed, and when the Secret is gone', async () => {
    declare(token);
    await sync.sync(NOW);
    values['/x/token'] = 'rotated';
    expect((await sync.sync(LATER)).synced).toEqual([]);
    expect(reads).toBe(1);
    await sync.sync(MUCH_LATER);
    expect(decoded()).toEqual({ TOKEN: 'rotated' });
    declare({ data: [{ secretKey: 'OTHER', remoteRef: { key: '/x/token' } }] }, 2);
    await sync.sync(MUCH_LATER);
    expect(decoded()).toEqual({ OTHER: 'rotated' });
    objects.delete(SECRET);
    await sync.sync(MUCH_LATER);
    expect(decoded()).toEqual({ OTHER: 'rotated' });
  });

  it('reads again when an annotation was touched, and says since when it holds which version', async () => {
    declare(token);
    await sync.sync(NOW);
    values['/x/token'] = 'rotated';
    objects.get(ES).metadata.annotations = { 'force-sync': '1' };
    expect((await sync.sync(LATER)).synced).toEqual(['streaming/api']);
    expect(decoded()).toEqual({ TOKEN: 'rotated' });
    expect((await sync.sync(LATER)).synced).toEqual([]);
    const history = JSON.parse(objects.get(SECRET).metadata.annotations['sandbox.backlot.dev/secret-versions']);
    expect(history).toEqual([
      { at: NOW.getTime(), versions: { '/x/token': 'version-of-hunter2' } },
      { at: LATER.getTime(), versions: { '/x/token': 'version-of-rotated' } },
    ]);
  });

  it('says what is missing without saying any value, and goes on once it is there', async () => {
    declare({ data: [{ secretKey: 'A', remoteRef: { key: '/x/none' } }] });
    const { failed } = await sync.sync(NOW);
    expect(failed['streaming/api']).toContain('ResourceNotFoundException');
    expect(objects.get(ES).status.conditions).toMatchObject([{ status: 'False', reason: 'SecretSyncedError' }]);
    expect(objects.has(SECRET)).toBe(false);
    values['/x/none'] = 'there';
    expect((await sync.sync(LATER)).synced).toEqual(['streaming/api']);

    declare({ data: [{ secretKey: 'A', remoteRef: { key: '/x/token', property: 'user' } }] }, 2);
    const reason = (await sync.sync(LATER)).failed['streaming/api'];
    expect(reason).toBe('the value of secret /x/token is not a JSON object');
  });

  it('leaves a Secret alone that belongs to something else', async () => {
    objects.set(SECRET, { kind: 'Secret', metadata: {}, data: { MINE: 'bWluZQ==' } });
    declare(token);
    expect((await sync.sync(NOW)).failed['streaming/api']).toContain('belongs to something else');
    expect(decoded()).toEqual({ MINE: 'mine' });
  });

  it('has nothing to do where the kind is not known', async () => {
    api.removeAllListeners('request');
    api.on('request', (_request, response) => {
      response.statusCode = 404;
      response.end('404 page not found');
    });
    expect(await sync.sync(NOW)).toEqual({ synced: [], failed: {} });
  });

  it('goes round by itself until it is stopped', async () => {
    declare(token);
    sync.start();
    const deadline = Date.now() + 5_000;
    while (!objects.has(SECRET) && Date.now() < deadline) await new Promise((done) => setImmediate(done));
    expect(decoded()).toEqual({ TOKEN: 'hunter2' });
    await sync.stop();
  });

  it('speaks to an emulator of this machine only', () => {
    const props = { kubeconfig: 'x', region: 'x', accountId: 'x', awsEndpoint: 'https://secretsmanager.amazonaws.com' };
    expect(() => new ExternalSecretSync(props)).toThrow(expect.objectContaining({ code: 'NotLoopback' }));
  });
});
