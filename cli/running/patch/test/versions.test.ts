import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chartVersions, versionsIn } from '../chart-versions.js';
import { releaseParameter } from '../newest-release.js';
import { compareVersions, newerThan } from '../versions.js';

describe('versions', () => {
  it.each([
    ['17.5', ['17.9', '17.10', '18.1'], { newest: '17.10', next: '18.1' }],
    ['v1.20.3', ['v1.20.3', 'v1.21.0-beta.1'], {}],
    ['8.0', ['7.2', '8.0'], {}],
    ['1.0.0', ['3.1.0', '2.4.0', '2.5.0'], { next: '2.5.0' }],
  ])('newer than %s among %j is %j', (current, offered, newer) => {
    expect(newerThan(current, offered)).toEqual(newer);
  });

  it('compares numbers, not letters', () => {
    expect(['1.9', '1.10', 'v1.2'].sort(compareVersions)).toEqual(['v1.2', '1.9', '1.10']);
  });

  it.each([
    ['BOTTLEROCKET_ARM_64', '/aws/service/bottlerocket/aws-k8s-1.34/arm64/latest/image_version'],
    ['BOTTLEROCKET_x86_64_NVIDIA', '/aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/latest/image_version'],
    [
      'AL2023_x86_64_STANDARD',
      '/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/release_version',
    ],
    ['CUSTOM', undefined],
  ])('the newest release of %s is in %s', (amiType, parameter) => {
    expect(releaseParameter(amiType, '1.34')).toBe(parameter);
  });
});

/** Answers of a registry that are no list of tags, by the chart. */
const POISONED_TAGS: Readonly<Record<string, string>> = {
  'no-json': 'not json',
  null: 'null',
  'an-object': '{"tags":{"length":3}}',
  text: '{"tags":"1.0.0"}',
  deep: '['.repeat(200_000),
};

const INDEX = `apiVersion: v1
entries:
  other:
  - version: 9.9.9
  keda:
  - apiVersion: v2
    dependencies:
    - name: x
      version: 0.0.1
    version: 2.18.1
  - version: "2.17.0"
  keda-http:
  - version: 0.1.0
generated: "2026-11-21T00:00:00Z"
`;

describe('versions of charts', () => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      if (request.url === '/index.yaml') return void response.end(INDEX);
      if (request.url?.startsWith('/token?')) return void response.end(JSON.stringify({ token: 'anybody' }));
      if (request.url?.startsWith('/v2/charts/tool/tags/list') && authorization !== 'Bearer anybody') {
        const challenge = `Bearer realm="${origin}/token",service="s",scope="repository:charts/tool:pull"`;
        response.writeHead(401, { 'www-authenticate': challenge });
        return void response.end();
      }
      if (request.url === '/v2/charts/tool/tags/list?n=1000') {
        response.writeHead(200, { link: '</v2/charts/tool/tags/list?n=1000&last=1.0.0>; rel="next"' });
        return void response.end(JSON.stringify({ tags: ['1.0.0'] }));
      }
      if (request.url?.endsWith('last=1.0.0')) return void response.end(JSON.stringify({ tags: ['1.1.0_build'] }));
      if (request.url === '/large/index.yaml') {
        const part = Buffer.alloc(1024 ** 2, 32);
        const more = () => {
          while (response.write(part));
        };
        response.on('drain', more);
        return more();
      }
      const poisoned = POISONED_TAGS[request.url?.split('/')[3] ?? ''];
      if (poisoned !== undefined) return void response.end(poisoned);
      response.writeHead(404);
      return void response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  it('are read from an index, without those of its dependencies and of other charts', async () => {
    expect(versionsIn(INDEX, 'keda')).toEqual(['2.18.1', '2.17.0']);
    expect(await chartVersions()(origin, 'keda')).toEqual({ versions: ['2.18.1', '2.17.0'] });
  });

  it('are read from the tags of a registry that wants a token of nobody, page by page', async () => {
    const registry = `oci://${new URL(origin).host}/charts`;
    expect(await chartVersions()(registry, 'tool')).toEqual({ versions: ['1.0.0', '1.1.0+build'] });
  });

  it.each(Object.keys(POISONED_TAGS))('are unknown with a reason where a registry answers with %s', async (how) => {
    const answer = await chartVersions()(`oci://${new URL(origin).host}/poisoned`, how);
    expect(answer).toEqual({ reason: expect.stringMatching(/./) });
  });

  it('are unknown where an index has no end', async () => {
    const answer = await chartVersions({ timeoutMs: 60_000 })(`${origin}/large`, 'keda');
    expect(answer).toEqual({ reason: 'it answers with more than 128 MiB' });
  });

  it('are unknown with a reason where nobody answers', async () => {
    expect(await chartVersions()(`${origin}/none`, 'keda')).toEqual({ reason: 'it answers 404' });
    expect(await chartVersions()('http://127.0.0.1:9', 'keda')).toHaveProperty('reason');
  });
});
