import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { S3StateStore, stateBucketExists } from '../aws/index.js';
import { ObjectServer } from './fixtures/object-server.js';

let server: ObjectServer;
let client: S3Client;
let store: S3StateStore;
beforeAll(async () => {
  server = await ObjectServer.start();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new S3Client({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  });
  store = new S3StateStore(async () => client);
});
beforeEach(() => server.buckets.clear());
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const location = { bucket: 'states', key: 'dev/network.tfstate' };
const state = {
  version: 4,
  serial: 7,
  lineage: 'l',
  terraform_version: '1.11.4',
  outputs: { id: { value: 'vpc-1', type: 'string' }, key: { value: 'k', sensitive: true } },
  resources: [
    { mode: 'managed', type: 'aws_vpc', name: 'v', instances: [{}] },
    {
      mode: 'managed',
      type: 'aws_subnet',
      name: 's',
      module: 'module.m',
      instances: [{ index_key: 0 }, { index_key: 'b' }],
    },
    { mode: 'data', type: 'aws_region', name: 'r', instances: [{}] },
  ],
};

describe('a state', () => {
  it('is read with its serial, outputs and managed resources', async () => {
    server.put('states', location.key, JSON.stringify(state));
    expect(await store.read(location)).toMatchObject({
      serial: 7,
      lineage: 'l',
      toolVersion: '1.11.4',
      outputs: { id: { value: 'vpc-1', sensitive: false }, key: { sensitive: true } },
      resources: [
        { address: 'aws_vpc.v' },
        { address: 'module.m.aws_subnet.s[0]' },
        { address: 'module.m.aws_subnet.s["b"]' },
      ],
    });
  });

  it('is none without object, or without bucket', async () => {
    expect(await store.read(location)).toBeUndefined();
    server.buckets.set('states', new Map());
    expect(await store.read(location)).toBeUndefined();
  });

  it.each(['{"version": 3, "lineage": "l"}', 'not json', ''])('is corrupt, and named, when it is %p', async (text) => {
    server.put('states', location.key, text);
    await expect(store.read(location)).rejects.toMatchObject({
      code: 'CorruptState',
      message: expect.stringContaining('s3://states/dev/network.tfstate'),
    });
  });
});

describe('a lock', () => {
  it('is released only for the id that was seen', async () => {
    server.put('states', `${location.key}.tflock`, JSON.stringify({ ID: 'one', Who: 'a@b' }));
    await store.releaseLock(location, 'two');
    expect(await store.lock(location)).toMatchObject({ id: 'one', who: 'a@b' });
    await store.releaseLock(location, 'one');
    expect(await store.lock(location)).toBeUndefined();
  });
});

describe('the bucket', () => {
  it('lists the states of an environment only', async () => {
    for (const key of ['dev/a.tfstate', 'dev/a.tfstate.tflock', 'prod/b.tfstate']) server.put('states', key, '{}');
    expect(await store.list('states', 'dev/')).toEqual(['dev/a.tfstate']);
    expect(await store.list('nowhere', 'dev/')).toEqual([]);
  });

  it('is found and removed with all that is in it', async () => {
    const bucket = { name: 'states', region: 'eu-west-1', accountId: '111122223333' };
    expect(await stateBucketExists(client, bucket)).toBe(false);
    await client.send(new CreateBucketCommand({ Bucket: 'states' }));
    expect(await stateBucketExists(client, bucket)).toBe(true);
    server.put('states', 'dev/a.tfstate', '{}');
    await store.removeBucket('states');
    expect(server.buckets.size).toBe(0);
  });

  it('that is somebody else’s is an error with exit code 4', async () => {
    server.intercept = (method) => (method === 'HEAD' ? { status: 403 } : undefined);
    const looking = stateBucketExists(client, { name: 'states', region: 'eu-west-1', accountId: '1' });
    await expect(looking).rejects.toMatchObject({ code: 'StateBucketForbidden', exitCode: 4 });
    server.intercept = () => undefined;
  });
});
