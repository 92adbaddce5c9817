import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { repositoryProbe } from '../repository-probe.js';

let server: Server;
let origin: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/silent')) return;
    response.statusCode = request.url?.startsWith('/broken') ? 503 : request.url?.startsWith('/v2') ? 401 : 200;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('probe of a chart repository', () => {
  it('is content with any answer, and asks once in a run', async () => {
    const probe = repositoryProbe(2_000, {});
    expect(await Promise.all([probe(`http://${origin}/charts`), probe(`http://${origin}/charts/`)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(asked.filter((url) => url === '/charts/index.yaml')).toHaveLength(1);
    expect(await probe(`oci://${origin}/charts`)).toBeUndefined();
  });

  it.each([
    ['/silent', 'no answer within 0.1 s'],
    ['/broken', 'it answers 503'],
  ])('says what is wrong with %s', async (path, reason) => {
    expect(await repositoryProbe(100, {})(`http://${origin}${path}`)).toBe(reason);
  });

  it('tells an unknown name from a closed port', async () => {
    const probe = repositoryProbe(5_000, {});
    expect(await probe('http://127.0.0.1:9')).toMatch(/refused|bad port/);
    expect(await probe('https://charts.invalid')).toBe('its name is not known here');
  });

  it('asks nothing where Helm goes through a proxy', async () => {
    const env = { HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY: '.invalid' };
    expect(await repositoryProbe(100, env)('https://charts.example.test')).toBeUndefined();
    expect(await repositoryProbe(5_000, env)('https://charts.invalid')).toBe('its name is not known here');
  });
});
