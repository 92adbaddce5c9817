import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../index.js';
import type { KubernetesObject } from '../kubernetes.js';
import { ApiFixture, json } from './fixtures/api-fixture.js';

const MAP: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'streaming' } };
const REFERENCE = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'streaming' };
const QUERY = { apiVersion: 'v1', kind: 'ConfigMap' };
const APPLY = { fieldManager: 'test' };

let api: ApiFixture;
beforeEach(async () => {
  api = await ApiFixture.start();
});
afterEach(() => api.stop());

/** Answers every request that is no discovery with this. */
function always(status: number, body: unknown, headers: Record<string, string> = {}): void {
  api.respond = ({ path }, response) => path !== '/api/v1' && json(response, status, body, headers);
}

describe('credentials', () => {
  it('presents the certificate of the kubeconfig', async () => {
    always(200, MAP);
    await (await connect(await api.access())).get(REFERENCE);
    expect(api.requests.map(({ client }) => client)).toEqual(['ann', 'ann']);
  });

  it('sends a token, and a name with its password', async () => {
    always(200, MAP);
    await (await connect(await api.access({ user: { token: 'abc' } }))).get(REFERENCE);
    await (await connect(await api.access({ user: { username: 'ann', password: 'x' } }))).get(REFERENCE);
    const sent = new Set(api.requests.map(({ headers }) => headers.authorization));
    expect(sent).toEqual(new Set(['Bearer abc', `Basic ${Buffer.from('ann:x').toString('base64')}`]));
  });

  it('mints a token in process once while it lasts, and a new one afterwards', async () => {
    always(200, MAP);
    let minted = 0;
    const token = async () => ({ token: `t${++minted}`, expires: new Date(Date.now() + (minted < 3 ? 1000 : 60_000)) });
    const cluster = await connect({ ...(await api.access()), token });
    await cluster.get(REFERENCE);
    await cluster.get(REFERENCE);
    await cluster.get(REFERENCE);
    expect(api.requests.map(({ headers }) => headers.authorization).at(-1)).toBe('Bearer t3');
    expect(minted).toBe(3);
  });

  it('runs the program that the kubeconfig names, and says what it said when it fails', async () => {
    always(200, MAP);
    const folder = await mkdtemp(join(tmpdir(), 'backlot-exec-'));
    const program = join(folder, 'login');
    const status = { token: 'from-program', expirationTimestamp: '2999-01-01T00:00:00Z' };
    await writeFile(
      program,
      `#!/bin/sh\n[ "$MODE" = bad ] && { echo 'session expired' >&2; exit 3; }\necho '${JSON.stringify({ status })}'\n`,
    );
    await chmod(program, 0o755);
    await (await connect(await api.access({ user: { exec: { command: program } } }))).get(REFERENCE);
    expect(api.requests[0]?.headers.authorization).toBe('Bearer from-program');
    const failing = { exec: { command: program, env: [{ name: 'MODE', value: 'bad' }] } };
    const cluster = await connect(await api.access({ user: failing }));
    await expect(cluster.get(REFERENCE)).rejects.toMatchObject({
      code: 'CredentialsPluginFailed',
      message: expect.stringContaining('session expired'),
      exitCode: 4,
    });
    const absent = await connect(await api.access({ user: { exec: { command: join(folder, 'nope') } } }));
    await expect(absent.get(REFERENCE)).rejects.toMatchObject({ message: expect.stringContaining('is not installed') });
    await rm(folder, { recursive: true });
  });
});

describe('a server that cannot be spoken to', () => {
  it('is unreachable when nobody listens', async () => {
    const access = await api.access({ cluster: { server: 'https://127.0.0.1:1' } });
    const cluster = await connect(access, { patienceMs: 50 });
    await expect(cluster.version()).rejects.toMatchObject({ code: 'ClusterUnreachable', source: 'upstream' });
  });

  it('is not trusted with a certificate of somebody else', async () => {
    const other = await ApiFixture.start();
    const access = await api.access({ cluster: { server: other.url } });
    await expect((await connect(access)).version()).rejects.toMatchObject({ code: 'ClusterUntrusted', exitCode: 4 });
    await other.stop();
  });

  it('does not answer in time', async () => {
    api.respond = () => true;
    const cluster = await connect(await api.access(), { timeoutMs: 50, patienceMs: 0 });
    await expect(cluster.version()).rejects.toMatchObject({
      message: expect.stringContaining('did not answer in time'),
    });
  });
});

describe('repeating', () => {
  it('asks again after an overload, a broken answer and a lost connection', async () => {
    const failures = [429, 503, 'reset'];
    api.respond = (request, response) => {
      if (request.path === '/api/v1') return false;
      const failure = failures.shift();
      if (failure === 'reset') return Boolean(response.destroy());
      if (failure) return json(response, failure as number, {}, { 'retry-after': '0' });
      return json(response, 200, MAP);
    };
    const cluster = await connect(await api.access());
    expect(await cluster.get(REFERENCE)).toEqual(MAP);
    expect(api.calls).toHaveLength(4);
  });

  it('creates only once when it may have happened, and again when it was refused for load', async () => {
    const answers = [429, 500];
    api.respond = ({ path }, response) => path !== '/api/v1' && json(response, answers.shift() ?? 201, MAP);
    const cluster = await connect(await api.access());
    await expect(cluster.create(MAP)).rejects.toMatchObject({ code: 'ClusterFailed' });
    expect(api.calls).toHaveLength(2);
  });

  it('ends with the last answer when patience ends', async () => {
    always(503, { message: 'starting' });
    const cluster = await connect(await api.access(), { patienceMs: 30 });
    await expect(cluster.get(REFERENCE)).rejects.toMatchObject({ message: 'ConfigMap streaming/a: starting' });
  });
});

describe('objects', () => {
  it('applies on the server side, strictly, without what the server keeps for itself', async () => {
    always(200, MAP);
    const cluster = await connect(await api.access());
    await cluster.apply(
      { ...MAP, metadata: { ...MAP.metadata, managedFields: [{}] } },
      { ...APPLY, force: true, dryRun: true },
    );
    const request = api.requests.at(-1);
    expect(request?.headers['content-type']).toBe('application/apply-patch+yaml');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      fieldManager: 'test',
      force: 'true',
      fieldValidation: 'Strict',
      dryRun: 'All',
    });
    expect(JSON.parse(request?.body ?? '')).toEqual(MAP);
  });

  it('says that there is none, that it exists, and that somebody was faster', async () => {
    const cluster = await connect(await api.access());
    expect(await cluster.get(REFERENCE)).toBeUndefined();
    expect(await cluster.delete(REFERENCE)).toBe(false);
    always(409, { reason: 'AlreadyExists' });
    expect(await cluster.create(MAP)).toBeUndefined();
    always(409, { reason: 'Conflict' });
    expect(await cluster.replace(MAP)).toBeUndefined();
    expect(await cluster.delete(REFERENCE, { uid: 'u1' })).toBe(false);
  });

  it('reads lists page by page, and anew when the server forgot where it was', async () => {
    let forgotten = false;
    api.respond = ({ path, query }, response) => {
      if (path !== '/api/v1/configmaps') return false;
      const page = query.get('continue');
      if (page === 'two' && !forgotten) {
        forgotten = true;
        return json(response, 410, { reason: 'Expired' });
      }
      const names = query.get('limit') ? [`${page ?? 'one'}`] : ['x', 'y', 'z'];
      const items = names.map((name) => ({ metadata: { name } }));
      return json(response, 200, {
        items,
        metadata: { resourceVersion: '5', continue: query.get('limit') && !page ? 'two' : '' },
      });
    };
    const cluster = await connect(await api.access(), { pageSize: 1 });
    const names = async () => (await cluster.list(QUERY)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(await names()).toEqual(['ConfigMap x', 'ConfigMap y', 'ConfigMap z']);
    expect(await names()).toEqual(['ConfigMap one', 'ConfigMap two']);
  });

  it('asks once what the server knows, and again for a kind that it did not', async () => {
    always(200, MAP);
    const cluster = await connect(await api.access());
    await Promise.all([cluster.get(REFERENCE), cluster.get(REFERENCE)]);
    await cluster.get(REFERENCE);
    expect(await cluster.serves('v1', 'ConfigMap')).toBe(true);
    const asked = () => api.requests.filter(({ path }) => path === '/api/v1').length;
    const before = asked();
    expect(await cluster.serves('v1', 'Widget')).toBe(false);
    expect(asked()).toBe(before + 1);
    expect(await cluster.serves('argoproj.io/v1alpha1', 'Rollout')).toBe(false);
  });
});

describe('refusals', () => {
  const cases: [string, number, object, object][] = [
    [
      'FieldConflict',
      409,
      {
        details: {
          causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl" using v1', field: '.data.a' }],
        },
      },
      {
        message: 'ConfigMap streaming/a: .data.a is owned by kubectl',
        details: { conflicts: [{ manager: 'kubectl', field: '.data.a' }] },
      },
    ],
    [
      'NamespaceMissing',
      404,
      { message: 'namespaces "streaming" not found', details: { kind: 'namespaces', name: 'streaming' } },
      { message: "ConfigMap streaming/a: there is no namespace 'streaming'" },
    ],
    [
      'Forbidden',
      403,
      {
        message:
          'configmaps "a" is forbidden: User "ann" cannot patch resource "configmaps" in API group "" in the namespace "streaming"',
      },
      { exitCode: 4, details: { user: 'ann', verb: 'patch', resource: 'configmaps' } },
    ],
    [
      'QuotaExceeded',
      403,
      {
        message: 'pods "a" is forbidden: exceeded quota: services, requested: pods=1, used: pods=10, limited: pods=10',
      },
      { details: { quota: 'services', requested: 'pods=1', used: 'pods=10', limited: 'pods=10' } },
    ],
    [
      'NamespaceTerminating',
      403,
      { message: 'unable to create new content in namespace streaming because it is being terminated' },
      {},
    ],
    ['AdmissionDenied', 403, { message: 'pods "a" is forbidden: violates PodSecurity "restricted:v1.35"' }, {}],
    ['Unauthorized', 401, { message: 'Unauthorized' }, { exitCode: 4 }],
    [
      'ObjectRejected',
      422,
      { details: { causes: [{ field: 'metadata.name', message: 'Invalid value: "A"' }] } },
      { message: 'ConfigMap streaming/a: metadata.name: Invalid value: "A"' },
    ],
    [
      'ObjectRejected',
      500,
      { message: 'failed to create typed patch object (a; v1, Kind=ConfigMap): .datta: field not declared in schema' },
      { details: { fields: [{ field: 'datta', message: 'field not declared in schema' }] } },
    ],
    ['WebhookFailed', 500, { message: 'failed calling webhook "v.example": connection refused' }, {}],
  ];

  it.each(cases)('%s is told from status %i and its causes %j', async (code, status, body, wanted) => {
    always(status, body);
    const cluster = await connect(await api.access(), { patienceMs: 0 });
    const error = await cluster.apply(MAP, APPLY).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, ...wanted });
  });

  it('names who usually brings a kind that the server does not know', async () => {
    const cluster = await connect(await api.access());
    const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'api' } };
    await expect(cluster.apply(rollout, APPLY)).rejects.toMatchObject({
      code: 'KindMissing',
      message: expect.stringContaining('Argo Rollouts is not installed'),
    });
  });
});
