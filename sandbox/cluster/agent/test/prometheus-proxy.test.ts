import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request, type Server } from 'node:http';
import { createServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gains, STRANGERS } from '../../../../host/test/strangers.js';
import { createAuthority, issue } from '../../pki/authority.js';
import { servePrometheus } from '../prometheus-proxy.js';

let folder: string;
let prometheus: SecureServer;
let proxy: Server;
let url: string;

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-prometheus-'));
  const authority = await createAuthority('ca');
  const served = await issue(authority, { commonName: 'prometheus', names: ['127.0.0.1'], usages: ['server'] });
  const client = await issue(authority, { commonName: 'client', usages: ['client'] });
  const file = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const tls = { cert: served.certificate, key: served.key, ca: authority.certificate };
  prometheus = createServer({ ...tls, requestCert: true, rejectUnauthorized: true }, (asked, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('x-path', asked.url ?? '');
    response.writeHead(asked.method === 'POST' ? 201 : 200);
    // The first part comes at once, the others as they are sent.
    response.write('begin ');
    asked.pipe(response);
  }).listen(0, '127.0.0.1');
  await once(prometheus, 'listening');
  proxy = await servePrometheus({
    port: 0,
    serverPort: portOf(prometheus),
    caFile: await file('ca.crt', authority.certificate),
    certFile: await file('client.crt', client.certificate),
    keyFile: await file('client.key', client.key),
  });
  url = `http://127.0.0.1:${portOf(proxy)}`;
});

afterAll(async () => {
  for (const server of [proxy, prometheus]) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true, force: true });
});

describe('Prometheus behind the agent', () => {
  it('is asked with the path, the method and the body, and lets no other page read its answer', async () => {
    const response = await fetch(`${url}/api/v1/query?x=1`, { method: 'POST', body: 'query=up' });
    expect([response.status, response.headers.get('x-path')]).toEqual([201, '/api/v1/query?x=1']);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.text()).toBe('begin query=up');
  });

  it('streams both ways', async () => {
    const sent = request(`${url}/`, { method: 'POST' });
    sent.flushHeaders();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const [first] = await once(response, 'data');
    expect(String(first)).toBe('begin ');
    sent.write('middle ');
    const [second] = await once(response, 'data');
    expect(String(second)).toBe('middle ');
    sent.end('end');
    expect(await text(response)).toBe('end');
  });

  it('answers its own pages', async () => {
    const answer = await fetch(`${url}/`, { headers: { origin: url } });
    expect(answer.status).toBe(200);
  });

  it.each(STRANGERS)('gives nothing to $name, through the agent or past it', async (stranger) => {
    expect(await gains(stranger, [portOf(proxy), portOf(prometheus)])).toEqual([]);
  });

  it('says that it gives no answer when it does not', async () => {
    prometheus.close();
    prometheus.closeAllConnections();
    const response = await fetch(`${url}/-/ready`);
    expect(response.status).toBe(502);
    expect(await response.text()).toMatch(/^Prometheus of the sandbox gives no answer: /);
  });
});
