import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAuthority, issue, type KeyPair } from '../../pki/authority.js';
import { logQuery } from '../kubelet/container-logs.js';
import { PodLogs } from '../kubelet/pod-logs.js';
import { NO_PROCESS, serveKubelet } from '../kubelet/serve-kubelet.js';
import { Driven, EPOCH } from './support/driven.js';
import { FakeCluster } from './support/fake-cluster.js';

let folder: string;
let authority: KeyPair;
let server: Server;
let logs: PodLogs;
let driven: Driven;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-kubelet-'));
  authority = await createAuthority('test');
  const served = await issue(authority, { commonName: 'agent', names: ['localhost'], usages: ['server'] });
  await Promise.all([
    writeFile(join(folder, 'ca'), authority.certificate),
    writeFile(join(folder, 'crt'), served.certificate),
    writeFile(join(folder, 'key'), served.key),
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  const cluster = new FakeCluster().have({ name: 'api-1' });
  cluster.sends.api = ['api-1'];
  driven = new Driven(cluster);
  logs = new PodLogs();
});

/** Lets time pass, and the logs look at it. */
function pass(seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    driven.pass(1);
    logs.note(driven.now, driven.simulation.pods.values());
  }
}

async function ask(path: string, name = 'api-server'): Promise<{ status: number; text: string }> {
  const [certFile, keyFile, clientCaFile] = ['crt', 'key', 'ca'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  server = await serveKubelet({
    port: 0,
    certFile,
    keyFile,
    clientCaFile,
    clientName: 'api-server',
    logs,
    view: driven.cluster,
  });
  const client = await issue(authority, { commonName: name, usages: ['client'] });
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve, reject) => {
      const call = request({
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        ca: authority.certificate,
        cert: client.certificate,
        key: client.key,
        agent: false,
      });
      call.on('response', async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, text });
      });
      call.on('error', reject);
      call.end();
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the kubelet of simulated nodes', () => {
  it('gives what the model worked out, every line marked as such', async () => {
    driven.start({ rps: 50 });
    pass(4);
    const { status, text } = await ask('/containerLogs/streaming/api-1/api?timestamps=true');
    const lines = text.trim().split('\n');
    expect(status).toBe(200);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [stamp = '', body = ''] = [line.slice(0, 30), line.slice(31)];
      expect(stamp).toMatch(/^2026-11-21T09:00:0\d\.\d{9}Z$/);
      expect(JSON.parse(body)).toMatchObject({ model: true });
    }
    expect(text).toMatch(/"msg":"requests served","requests":\d+/);
  });

  it('gives the last lines, or those since a time', async () => {
    driven.start({ rps: 50 });
    pass(10);
    expect((await ask('/containerLogs/streaming/api-1/api?tailLines=2')).text.trim().split('\n')).toHaveLength(2);
    const since = new Date(EPOCH + 9000).toISOString();
    const { text } = await ask(`/containerLogs/streaming/api-1/api?sinceTime=${since}`);
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(logQuery(new URLSearchParams('sinceSeconds=5&follow=true'), EPOCH)).toMatchObject({
      follow: true,
      since: EPOCH - 5000,
    });
  });

  it('has no log of an earlier container, and no process for commands, and says so', async () => {
    pass(1);
    expect(await ask('/containerLogs/streaming/api-1/api?previous=true')).toMatchObject({ status: 400 });
    expect(await ask('/exec/streaming/api-1/api?command=env')).toEqual({ status: 501, text: `${NO_PROCESS}\n` });
    expect(await ask('/containerLogs/streaming/nope/api')).toMatchObject({ status: 404 });
  });

  it('answers the API server only', async () => {
    pass(1);
    expect(await ask('/containerLogs/streaming/api-1/api', 'somebody')).toMatchObject({ status: 403 });
  });
});
