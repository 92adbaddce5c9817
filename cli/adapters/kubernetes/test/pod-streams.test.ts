import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { openPodStreams, type PodStreams } from '../index.js';

const POD = { namespace: 'streaming', pod: 'api-1', container: 'api' };
/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

let folder: string;
let server: Server;
let streams: PodStreams;
let asked: string[];
/** What the server sends over a channel of an exec: 1 stdout, 2 stderr, 3 the status. */
let frames: [channel: number, text: string][];
let log: { readonly status: number; readonly chunks: readonly string[] };

beforeEach(async () => {
  asked = [];
  frames = [];
  log = { status: 200, chunks: [] };
  folder = await mkdtemp(join(tmpdir(), 'backlot-streams-'));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/metrics') return void response.end('up 1\n');
    response.writeHead(log.status, { 'content-type': log.status === 200 ? 'text/plain' : 'application/json' });
    for (const chunk of log.chunks) response.write(chunk);
    response.end();
  });
  server.on('upgrade', (request, socket) => {
    // What the client says is not looked at, but its end must be seen.
    socket.resume();
    asked.push(request.url ?? '');
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
    const [protocol] = String(request.headers['sec-websocket-protocol']).split(',');
    const head = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    for (const [channel, text] of frames) {
      const payload = Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
      const size = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
      socket.write(Buffer.concat([Buffer.from([0x82, ...size]), payload]));
    }
    socket.write(Buffer.from([0x88, 0]));
    socket.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  await writeFile(kubeconfig, stringify(config));
  streams = await openPodStreams({ kubeconfig, context: 'x', server: url, source: 'context' });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function lines(options = {}) {
  const read: string[] = [];
  for await (const line of streams.logs(POD, options)) read.push(line);
  return read;
}

function exec(more = {}) {
  const kept = { out: '', err: '' };
  const sink = (name: keyof typeof kept) =>
    new PassThrough().on('data', (chunk: Buffer) => {
      kept[name] += chunk.toString();
    });
  const command = ['sh', '-c', 'exit 3'];
  return streams
    .exec(POD, { command, stdout: sink('out'), stderr: sink('err'), ...more })
    .then((code) => ({ code, ...kept }));
}

describe('logs of a pod', () => {
  it('come line by line, however they are cut on the way, the last one too', async () => {
    log = { status: 200, chunks: ['2026-11-21T10:00:00Z a\n2026-11-21T10:00:0', '1Z b ü\n', '2026-11-21T10:00:02Z c'] };
    expect(await lines()).toEqual(['2026-11-21T10:00:00Z a', '2026-11-21T10:00:01Z b ü', '2026-11-21T10:00:02Z c']);
  });

  it('are asked for as wanted', async () => {
    await lines({ tail: 5, sinceSeconds: 60, previous: true });
    expect(asked[0]).toBe(
      '/api/v1/namespaces/streaming/pods/api-1/log?container=api&timestamps=true&previous=true&tailLines=5&sinceSeconds=60',
    );
  });

  it("fail with the server's own words", async () => {
    const message = 'container "api" in pod "api-1" is waiting to start: ContainerCreating';
    log = {
      status: 400,
      chunks: [JSON.stringify({ kind: 'Status', status: 'Failure', message, reason: 'BadRequest', code: 400 })],
    };
    await expect(lines()).rejects.toThrow('is waiting to start: ContainerCreating');
  });
});

describe('a command in a pod', () => {
  it('writes where it is told to, and its exit code is known', async () => {
    const causes = [{ reason: 'ExitCode', message: '3' }];
    const status = { status: 'Failure', reason: 'NonZeroExitCode', details: { causes } };
    frames = [
      [1, 'out'],
      [2, 'err'],
      [3, JSON.stringify(status)],
    ];
    expect(await exec()).toEqual({ code: 3, out: 'out', err: 'err' });
    expect(asked[0]).toContain('/api/v1/namespaces/streaming/pods/api-1/exec?');
    expect(asked[0]).toContain('command=sh&command=-c&command=exit%203&container=api');
  });

  it('is not said to have ended when the connection ends before it', async () => {
    frames = [[1, 'half']];
    await expect(exec()).rejects.toMatchObject({ code: 'ExecLost' });
  });
});

describe('text of the API server', () => {
  it('is given as it is', async () => {
    expect(await streams.text('/metrics')).toBe('up 1\n');
  });
});
