import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guardedServer, refusal } from '../guarded-server.js';
import { gains, STRANGERS } from './strangers.js';

const host = '127.0.0.1:9090';

describe('a guarded server', () => {
  it.each(['127.0.0.1', '127.9.9.9:80', 'localhost:4566', '[::1]:80', 'films.localhost:4566', 'LOCALHOST'])(
    'answers programs that call it %s',
    (name) => expect(refusal({ host: name })).toBeUndefined(),
  );

  it.each([
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'evil@localhost',
    '0.0.0.0',
  ])("refuses who calls it '%s'", (name) => expect(refusal({ host: name })).toMatch(/called by an address/));

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://${host}` },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-dest': 'image' },
  ])('refuses a page that sends %j', (headers) => {
    expect(refusal({ host, ...headers })).toMatch(/pages of a browser/);
  });

  it('takes the fetch of Node for a program', () => {
    expect(refusal({ host, 'sec-fetch-mode': 'cors' })).toBeUndefined();
  });

  it.each([
    [{ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: `http://${host}` }, true],
    [{ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }, false],
    [{ origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'http://127.0.0.1:8080' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ host: 'localhost:9090', origin: 'http://localhost:9090' }, false],
    [{ host: '127.0.0.2:9090', 'sec-fetch-site': 'same-origin' }, false],
  ])('that has pages answers one that sends %j: %s', (headers, answered) => {
    expect(refusal({ host, ...headers }, { ownPages: true }) === undefined).toBe(answered);
  });
});

describe('a guarded server that listens', () => {
  let server: Server;
  let port: number;
  let handled = 0;
  beforeAll(async () => {
    server = guardedServer((_, response) => {
      handled++;
      response.end('hello');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
  });

  it.each(STRANGERS)('gives nothing to $name', async (stranger) => {
    const before = handled;
    expect(await gains(stranger, [port])).toEqual([]);
    expect(handled).toBe(before);
  });

  it('closes the connection of another user at once, without waiting for what it asks', async () => {
    // Only root can be another user.
    const other = process.geteuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const idle = `exec 3<>/dev/tcp/127.0.0.1/${port}; ${other.uid ? '' : 'printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3;'} cat <&3`;
    const child = spawn('/bin/bash', ['-c', idle], { ...other, stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await text(child.stdout)).toMatch(/^HTTP\/1\.1 403 /);
  }, 20_000);

  it('answers this user', async () => {
    expect(await gains({}, [port])).toContain(`${port} http GET /healthz 200`);
  });

  it('looks up connections that come together in one go', async () => {
    const count = 500;
    const admitted = new Promise<void>((resolve) => {
      let left = count;
      server.on('connection', () => --left === 0 && resolve());
    });
    const before = process.cpuUsage();
    const clients = Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    await admitted;
    const { user, system } = process.cpuUsage(before);
    for (const client of clients) client.destroy();
    // One look for each took four times as long, on an idle machine.
    expect((user + system) / 1000).toBeLessThan(1_500);
  });

  it('refuses a request that names two hosts', async () => {
    const client = connect(port, '127.0.0.1');
    client.end(`GET / HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`);
    expect(await text(client)).toMatch(/^HTTP\/1\.1 40[03] /);
  });
});
