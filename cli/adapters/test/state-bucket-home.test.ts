import type { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StateBucketSpec } from '../../../stacks/state-bucket-spec.js';
import { AwsStateBucket } from '../aws/index.js';
import { ObjectServer } from './fixtures/object-server.js';

const spec: StateBucketSpec = {
  bucket: 'movies-prod-state-111122223333',
  region: 'eu-west-1',
  accountId: '111122223333',
  alias: 'alias/movies-prod-state',
  description: 'States of movies-prod',
  keyPolicy: '{}',
  bucketPolicy: '{}',
  tags: { 'backlot:environment': 'prod' },
  historyDays: 180,
  uploadDays: 7,
  keyWindowDays: 30,
};

let server: ObjectServer;
let s3: S3Client;
let sent: { readonly name: string; readonly input: Record<string, unknown> }[];
let key: { KeyId: string; Arn: string; KeyState: string; rotates: boolean } | undefined;

/** The part of KMS that the state key uses, for one key. */
const kms = {
  send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push({ name, input: command.input });
    if (name === 'DescribeKey') {
      if (key) return { KeyMetadata: key };
      throw Object.assign(new Error('no such key'), { name: 'NotFoundException' });
    }
    if (name === 'CreateKey') {
      key = { KeyId: 'k-1', Arn: 'arn:aws:kms:eu-west-1:111122223333:key/k-1', KeyState: 'Enabled', rotates: false };
      return { KeyMetadata: key };
    }
    if (name === 'GetKeyRotationStatus') return { KeyRotationEnabled: key?.rotates };
    if (key && name === 'EnableKeyRotation') key.rotates = true;
    if (key && name === 'CancelKeyDeletion') key.KeyState = 'Disabled';
    if (key && name === 'EnableKey') key.KeyState = 'Enabled';
    if (key && name === 'ScheduleKeyDeletion') key.KeyState = 'PendingDeletion';
    return {};
  },
} as unknown as KMSClient;

beforeAll(async () => {
  server = await ObjectServer.start();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  s3 = new S3Client({
    endpoint: server.endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
  });
});
beforeEach(() => {
  server.buckets.clear();
  server.intercept = () => undefined;
  sent = [];
  key = undefined;
});
afterAll(async () => {
  s3.destroy();
  await server.stop();
});

const home = () => new AwsStateBucket({ s3, kms: async () => kms }, spec);
const changes = () => sent.map(({ name }) => name).filter((name) => !/^(Describe|Get)/.test(name));

describe('the state bucket', () => {
  it('is found missing, part for part, and nothing is made by looking', async () => {
    const parts = await home().inspect();
    expect(parts).toHaveLength(9);
    expect(new Set(parts.map(({ condition, id }) => `${condition} ${id}`))).toEqual(new Set(['missing ']));
    expect([changes(), server.buckets.size]).toEqual([[], 0]);
  });

  it('gets its key, with alias and rotation, before anything is put into it', async () => {
    await home().ensure();
    expect(changes()).toEqual(['CreateKey', 'CreateAlias', 'EnableKeyRotation']);
    expect(sent.find(({ name }) => name === 'CreateKey')?.input).toMatchObject({
      Tags: [{ TagKey: 'backlot:environment', TagValue: 'prod' }],
    });
    expect(server.buckets.has(spec.bucket)).toBe(true);
  });

  it('takes back the deletion of its key', async () => {
    key = { KeyId: 'k-1', Arn: 'arn:k-1', KeyState: 'PendingDeletion', rotates: true };
    expect((await home().inspect())[0]).toMatchObject({ type: 'aws_kms_key', condition: 'different' });
    await home().ensure();
    expect(changes()).toEqual(['CancelKeyDeletion', 'EnableKey', 'EnableKeyRotation']);
  });

  it('lets go of its key with the longest time to take that back', async () => {
    key = { KeyId: 'k-1', Arn: 'arn:k-1', KeyState: 'Enabled', rotates: true };
    await home().retireKey();
    expect(sent.slice(1)).toEqual([
      { name: 'ScheduleKeyDeletion', input: { KeyId: 'k-1', PendingWindowInDays: 30 } },
      { name: 'DeleteAlias', input: { AliasName: 'alias/movies-prod-state' } },
    ]);
  });

  it('names the way out when another account has a bucket of its name', async () => {
    const taken = '<Error><Code>BucketAlreadyExists</Code><Message>taken</Message></Error>';
    server.intercept = (method) => (method === 'PUT' ? { status: 409, body: taken } : undefined);
    await expect(home().ensure()).rejects.toMatchObject({
      code: 'StateBucketTaken',
      message: expect.stringContaining("'movies-prod-state-111122223333' cannot be made in account 111122223333"),
      hints: [expect.stringContaining("'platform'")],
    });
  });

  it('is not used when it answers, but belongs to somebody else', async () => {
    server.intercept = (method) => (method === 'HEAD' ? { status: 403 } : undefined);
    await expect(home().exists()).rejects.toMatchObject({ code: 'StateBucketForbidden', exitCode: 4 });
  });
});
