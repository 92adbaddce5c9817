import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AwsClients } from '../../../provider/client/aws-clients.js';
import { loopbackEndpoint } from '../../../provider/client/loopback-endpoint.js';
import { LoopbackHandler } from '../../../provider/client/loopback-handler.js';

/** What the environment of someone who works with real accounts may hold. */
const FOREIGN: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL: 'http://10.1.2.3:1',
  AWS_ENDPOINT_URL_S3: 'http://10.1.2.3:2',
  AWS_PROFILE: 'production',
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_ACCESS_KEY_ID: 'AKIAREALREALREALREAL',
  AWS_SECRET_ACCESS_KEY: 'real',
  AWS_SESSION_TOKEN: 'real',
  AWS_REGION: 'us-west-2',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'true',
  HTTP_PROXY: 'http://10.1.2.3:3',
};

describe('the clients of the sandbox', () => {
  let server: Server;
  let seen: IncomingMessage[];
  let clients: AwsClients;
  const before = { ...process.env };

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request);
      response.statusCode = 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, FOREIGN);
    const { port } = server.address() as AddressInfo;
    clients = new AwsClients({ endpoint: `http://127.0.0.1:${port}`, account: '210987654321' });
  });

  afterEach(async () => {
    clients.destroy();
    for (const name of Object.keys(FOREIGN)) delete process.env[name];
    Object.assign(process.env, before);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('reach the emulator and sign with its account, whatever the environment says', async () => {
    await clients.send('sts', 'eu-central-1', 'GetCallerIdentity', {}).catch(() => undefined);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers.authorization).toContain('Credential=210987654321/');
    expect(seen[0]?.headers.authorization).toContain('/eu-central-1/sts/');
    expect(seen[0]?.headers['x-amz-security-token']).toBeUndefined();
  });

  it('keep the name of a bucket out of the host', async () => {
    await clients.send('s3', 'eu-central-1', 'HeadBucket', { Bucket: 'media' });
    expect(seen[0]?.url).toBe('/media/');
    expect(seen[0]?.headers.host).toMatch(/^127\.0\.0\.1:/);
  });

  it.each([
    ['an access point in another account', 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ours'],
    ['a multi-region access point', 'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap'],
    ['an object lambda', 'arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint/ours'],
  ])('send nothing for %s', async (_, Bucket) => {
    await expect(clients.send('s3', 'eu-central-1', 'GetBucketLocation', { Bucket })).rejects.toThrow();
    expect(seen.every((request) => request.headers.host?.startsWith('127.0.0.1:'))).toBe(true);
    expect(seen).toEqual([]);
  });

  it('keep global services and regions on the same address', async () => {
    await clients.send('iam', 'us-east-1', 'GetRole', { RoleName: 'r' }).catch(() => undefined);
    await clients.send('cloudfront', 'us-east-1', 'GetDistribution', { Id: 'E1' }).catch(() => undefined);
    await clients.send('route53', 'us-east-1', 'GetHostedZone', { Id: 'Z1' }).catch(() => undefined);
    expect(seen).toHaveLength(3);
  });

  it('name the handler that asks for an operation that does not exist', async () => {
    await expect(clients.send('ec2', 'eu-central-1', 'CreateVcp', {})).rejects.toMatchObject({ code: 'BrokenHandler' });
    await expect(clients.send('ec3', 'eu-central-1', 'CreateVpc', {})).rejects.toMatchObject({ code: 'BrokenHandler' });
  });
});

describe('the request handler of the sandbox', () => {
  it.each([
    ['another host', { hostname: 'ec2.eu-central-1.amazonaws.com', port: 4566, protocol: 'http:' }],
    ['a bucket in front of the host', { hostname: 'media.127.0.0.1', port: 4566, protocol: 'http:' }],
    ['a prefix in front of the host', { hostname: 'api.localhost', port: 4566, protocol: 'http:' }],
    ['another loopback address', { hostname: '127.0.0.2', port: 4566, protocol: 'http:' }],
    ['another port', { hostname: '127.0.0.1', port: 443, protocol: 'http:' }],
    ['no port', { hostname: '127.0.0.1', port: undefined, protocol: 'http:' }],
    ['another protocol', { hostname: '127.0.0.1', port: 4566, protocol: 'https:' }],
  ])('refuses %s', async (_, request) => {
    const handler = new LoopbackHandler(loopbackEndpoint('http://127.0.0.1:4566'));
    await expect(handler.handle(request as never)).rejects.toMatchObject({ code: 'ForeignHost' });
    handler.destroy();
  });
});
