import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertConfidential } from '../../../kernel/confidential-url.js';
import { Distribution } from '../distribution.js';
import { digestOf, manifestContent, rawManifest } from '../manifest.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server of this machine that keeps the headers that it was asked with. */
class Asked {
  readonly authorizations: (string | undefined)[] = [];
  answer: Answer = (_, response) => void response.writeHead(404).end();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Asked> {
    const server = createServer((request, response) => {
      asked.authorizations.push(request.headers.authorization);
      request.resume().on('end', () => asked.answer(request, response));
    });
    const asked: Asked = new Asked(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return asked;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('the credentials of a registry', () => {
  let registry: Asked;
  let other: Asked;
  let client: Distribution;
  const content = Buffer.from('layer');
  const blob = { digest: digestOf(content), size: content.length, mediaType: 'application/octet-stream' };
  beforeEach(async () => {
    [registry, other] = await Promise.all([Asked.start(), Asked.start()]);
    const login = async () => ({ username: 'AWS', password: 'planted' });
    client = new Distribution({ host: 'registry.example', address: registry.address, login });
  });
  afterEach(() => Promise.all([registry.stop(), other.stop()]));

  it('stay with it when a layer lies elsewhere', async () => {
    registry.answer = (_, response) => void response.writeHead(307, { location: `${other.address}/x` }).end();
    other.answer = (_, response) => void response.end(content);
    const read = await client.readBlob('api', blob);
    expect(Buffer.concat(await read.toArray())).toEqual(content);
    expect(registry.authorizations).toEqual([expect.stringContaining('Basic ')]);
    expect(other.authorizations).toEqual([undefined]);
  });

  it('stay with it when an upload goes elsewhere, and are sent where it stays', async () => {
    const far = (response: ServerResponse) =>
      void response.writeHead(202, { location: `${other.address}/upload` }).end();
    registry.answer = (_, response) => far(response);
    other.answer = ({ method }, response) =>
      method === 'PATCH'
        ? void response.writeHead(202, { location: `${registry.address}/v2/end` }).end()
        : void response.writeHead(500).end();
    const end = registry.answer;
    registry.answer = (request, response) =>
      request.method === 'PUT' ? void response.writeHead(201).end() : end(request, response);
    await client.writeBlob('api', blob, Readable.from([content]));
    expect(registry.authorizations).toEqual([expect.stringContaining('Basic '), expect.stringContaining('Basic ')]);
    expect(other.authorizations).toEqual([undefined]);
  });

  it.each(['http://192.0.2.1/x', 'ftp://192.0.2.1/x', 'file:///etc/passwd'])(
    'go nowhere when it sends on to %s',
    async (to) => {
      registry.answer = (_, response) => void response.writeHead(307, { location: to }).end();
      await expect(client.readBlob('api', blob)).rejects.toMatchObject({ code: 'AddressRefused' });
    },
  );

  it('are not sent round for ever', async () => {
    registry.answer = (_, response) => void response.writeHead(302, { location: `${registry.address}/again` }).end();
    await expect(client.readBlob('api', blob)).rejects.toMatchObject({ code: 'RegistryUnreachable' });
  }, 30_000);

  it.each([
    ['https://a.example', true],
    ['http://127.0.0.1:1', true],
    ['http://[::1]:1', true],
    ['http://localhost', true],
    ['http://127.0.0.1.example', false],
    ['http://localhost.example', false],
    ['http://10.0.0.1', false],
  ])('may be needed at %s: %s', (address, fine) => {
    const check = () => assertConfidential(new URL(address));
    if (fine) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'AddressRefused' }));
  });
});

describe('a manifest', () => {
  const layer = { digest: `sha256:${'a'.repeat(64)}`, size: 1, mediaType: 'x' };
  const of = (value: unknown) => manifestContent(rawManifest(Buffer.from(JSON.stringify(value)), 'x'));

  it.each([
    ['a path', { ...layer, digest: '../../other/blobs/sha256:a' }],
    ['another kind of hash', { ...layer, digest: 'md5:abc' }],
    ['no size', { ...layer, size: '1' }],
    ['nothing', null],
  ])('is refused when it points at %s', (_, bad) => {
    expect(() => of({ config: layer, layers: [bad] })).toThrow(expect.objectContaining({ code: 'ManifestUnreadable' }));
    expect(() => of({ config: bad, layers: [layer] })).toThrow(expect.objectContaining({ code: 'ManifestUnreadable' }));
    expect(() => of({ manifests: [bad] })).toThrow(expect.objectContaining({ code: 'ManifestUnreadable' }));
  });

  it.each([[{ layers: {} }], [{ manifests: {} }], [[]], [1]])('is refused when it is %j', (bad) => {
    expect(() => of(bad)).toThrow(expect.objectContaining({ code: 'ManifestUnreadable' }));
  });
});
