import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthority, issue, type KeyPair } from '../../pki/authority.js';
import { type RunningAgent, startAgent } from '../agent.js';
import { type AgentConfig, readAgentConfig } from '../agent-config.js';
import { agentServerNames } from '../aggregated-apis.js';
import type { LoadRun } from '../load-api.js';
import { FakeApiServer } from './support/fake-api-server.js';

const PODS = '/api/v1/pods';
const pod = (name: string) => ({
  metadata: {
    name,
    namespace: 'streaming',
    uid: name,
    labels: { 'app.kubernetes.io/name': 'api' },
    ownerReferences: [{ kind: 'ReplicaSet', name: 'api' }],
  },
  spec: { containers: [{ name: 'api', image: 'api:1', resources: { requests: { cpu: '250m' } } }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const slice = (...pods: readonly string[]) => ({
  metadata: { name: 'api-x', namespace: 'streaming', labels: { 'kubernetes.io/service-name': 'api' } },
  endpoints: pods.map((name) => ({ conditions: { ready: true }, targetRef: { kind: 'Pod', name } })),
});

let folder: string;
let server: FakeApiServer;
let agent: RunningAgent;
let config: AgentConfig;
let frontProxy: KeyPair;
let stranger: KeyPair;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-agent-'));
  server = await FakeApiServer.start(folder);
  server.put(PODS, pod('api-1'));
  server.put('/api/v1/services', { metadata: { name: 'api', namespace: 'streaming' } });
  server.put('/apis/discovery.k8s.io/v1/endpointslices', slice('api-1'));
  const authority = await createAuthority('front-proxy-ca');
  const served = await issue(authority, { commonName: 'agent', names: agentServerNames, usages: ['server'] });
  frontProxy = await issue(authority, { commonName: 'front-proxy', usages: ['client'] });
  stranger = await issue(authority, { commonName: 'somebody', usages: ['client'] });
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  config = {
    kubeconfig: server.kubeconfig,
    apiPort: 0,
    port: 0,
    certFile: await file('agent.crt', served.certificate),
    keyFile: await file('agent.key', served.key),
    requestHeaderCaFile: await file('ca.crt', authority.certificate),
    requestHeaderNames: ['front-proxy'],
    stateFolder: join(folder, 'state'),
    region: 'eu-central-1',
    accountId: '000000000000',
  };
  agent = await startAgent(config);
});

afterAll(async () => {
  await agent.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found) return found;
    await delay(50);
  }
  throw new Error('it did not happen in time');
}

async function load(method: string, path = '', body?: object) {
  const response = await fetch(`${agent.url}/load${path}`, { method, body: body && JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as LoadRun & { runs: LoadRun[]; message: string } };
}

/** Asks the aggregated API with a certificate. */
function ask(path: string, client?: KeyPair): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, agent.apiUrl),
      { cert: client?.certificate, key: client?.key, rejectUnauthorized: false, agent: false },
      async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode ?? 0, body });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

const isHealthy = () => until(async () => (await fetch(`${agent.url}/healthz`)).status === 200);
const metrics = async () => (await fetch(`${agent.url}/metrics`)).text();

describe('the agent', () => {
  it('is healthy once it knows the cluster, also without Rollouts', async () => {
    await isHealthy();
    expect(await (await fetch(`${agent.url}/healthz`)).json()).toMatchObject({ ok: true, model: true, waitsFor: [] });
  });

  it('follows pods that come and go, also after its connections broke', async () => {
    await until(async () => (await metrics()).includes('pod="api-1"'));
    server.put(PODS, pod('api-2'));
    await until(async () => (await metrics()).includes('pod="api-2"'));
    server.hangUp();
    server.delete(PODS, 'api-2');
    await until(async () => !(await metrics()).includes('pod="api-2"'));
    await isHealthy();
    server.put(PODS, pod('api-3'));
    await until(async () => (await metrics()).includes('pod="api-3"'));
  });

  it('runs load: starts, counts, lists and stops', async () => {
    const started = await load('POST', '', { service: 'api', namespace: 'streaming', rps: 40, durationSeconds: 300 });
    expect(started).toMatchObject({ status: 201, body: { model: true, kind: 'web', state: 'running', seed: 1 } });
    const { id } = started.body;
    const run = await until(async () => {
      const { body } = await load('GET', `/${id}`);
      return body.totals.requests > 60 && body;
    });
    expect(run.current.versions[0]).toMatchObject({ version: '1', role: 'stable' });
    expect(run.samples?.length).toBeGreaterThan(0);
    expect((await load('GET')).body.runs).toMatchObject([{ id, state: 'running' }]);
    expect((await load('DELETE', `/${id}`)).body.state).toBe('stopped');
    expect((await load('DELETE')).body.runs).toEqual([]);
  });

  it.each([
    ['POST', '', { service: 'apx', namespace: 'streaming', rps: 1, durationSeconds: 9 }, 404, /no service 'apx'/],
    ['POST', '', { service: 'api', namespace: 'streaming', rps: -1, durationSeconds: 9 }, 400, /^rps: /],
    ['POST', '', undefined, 400, /^body: /],
    ['GET', '/nope', undefined, 404, /no run 'nope'/],
    ['DELETE', '/nope', undefined, 404, /no run 'nope'/],
    ['PUT', '', {}, 405, /isn't possible/],
  ])('refuses %s /load%s %j with %d', async (method, path, body, status, message) => {
    const answer = await load(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
  });

  it('answers no page of a browser', async () => {
    const response = await fetch(`${agent.url}/load`, { headers: { origin: 'https://evil.example' } });
    expect(response.status).toBe(403);
  });

  it('serves the aggregated API to the API server only', async () => {
    const path = '/apis/metrics.k8s.io/v1beta1/namespaces/streaming/pods/api-1';
    const answer = await ask(path, frontProxy);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ kind: 'PodMetrics', containers: [{ name: 'api' }] });
    expect((await ask(path, stranger)).status).toBe(403);
    await expect(ask(path)).rejects.toHaveProperty('code');
    const other = await issue(await createAuthority('other'), { commonName: 'front-proxy', usages: ['client'] });
    await expect(ask(path, other)).rejects.toHaveProperty('code');
  });

  it('goes on with its runs when it is started again', async () => {
    const { body } = await load('POST', '', { service: 'api', namespace: 'streaming', rps: 9, durationSeconds: 300 });
    await agent.close();
    agent = await startAgent(config);
    await isHealthy();
    const again = await load('GET', `/${body.id}`);
    expect(again.body).toMatchObject({ state: 'running', rps: 9 });
    await load('DELETE');
  });
});

describe('readAgentConfig', () => {
  it('reads what it is told, and names the file and the field that is wrong', async () => {
    const path = join(folder, 'agent.json');
    await writeFile(path, JSON.stringify(config));
    expect(await readAgentConfig(path)).toEqual(config);
    await writeFile(path, JSON.stringify({ ...config, port: 'x' }));
    await expect(readAgentConfig(path)).rejects.toThrow(/agent\.json is not valid: port: /);
    await writeFile(path, '{');
    await expect(readAgentConfig(path)).rejects.toThrow(/is not JSON/);
    await expect(readAgentConfig(join(folder, 'none'))).rejects.toMatchObject({ code: 'AgentConfigInvalid' });
  });
});
