import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { ObjectServer } from '../../../adapters/test/fixtures/object-server.js';
import { plainStateBucket } from '../../../adapters/test/fixtures/plain-state-bucket.js';
import { type CloudDependencies, openCloud } from '../index.js';

const sandbox = {
  id: 'local',
  platform: 'fixture',
  target: 'sandbox',
  aws: { accountId: '000000000000', region: 'eu-central-1' },
} as Environment;
const real = {
  ...sandbox,
  id: 'prod',
  target: 'aws',
  aws: { accountId: '111122223333', region: 'eu-west-1' },
} as Environment;
const USER = {
  PATH: '/bin',
  HOME: '/home/sam',
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAREALREALREALREAL',
  AWS_SECRET_ACCESS_KEY: 'real-secret',
  AWS_SESSION_TOKEN: 'real-token',
  AWS_REGION: 'us-east-1',
  TF_CLI_ARGS_apply: '-destroy',
  TF_VAR_x: 'y',
  TF_WORKSPACE: 'other',
  TF_REATTACH_PROVIDERS: '{"evil":{}}',
  TF_TOKEN_registry_example: 't',
  HTTPS_PROXY: 'http://proxy:3128',
};

let store: ObjectServer;
let folder: string;
beforeAll(async () => {
  store = await ObjectServer.start();
  folder = await mkdtemp(join(tmpdir(), 'backlot-cloud-'));
});
afterAll(async () => {
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

function dependencies(more: Partial<CloudDependencies> = {}): Partial<CloudDependencies> {
  return {
    env: USER,
    emulator: async () => ({ endpoint: store.endpoint }),
    provider: async ({ types }) => ({ reattach: JSON.stringify(types), close: async () => {} }),
    identify: async () => ({ accountId: '111122223333', arn: 'arn:aws:iam::111122223333:role/deploy' }),
    s3: async (region) =>
      new S3Client({
        region,
        endpoint: store.endpoint,
        forcePathStyle: true,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
    stateBucket: plainStateBucket,
    signing: () => undefined,
    cacheFolder: folder,
    ...more,
  };
}

async function refusal(work: Promise<unknown>): Promise<BacklotError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BacklotError);
  return error as BacklotError;
}

describe('the cloud of a sandbox environment', () => {
  it('keeps every AWS and Terraform setting of the user out, and has the emulator as its only endpoint', async () => {
    const cloud = await openCloud(sandbox, {}, dependencies());
    expect(cloud.env).toEqual({
      PATH: '/bin',
      HOME: '/home/sam',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      AWS_ENDPOINT_URL: store.endpoint,
      AWS_ENDPOINT_URL_S3: store.endpoint,
      AWS_ENDPOINT_URL_STS: store.endpoint,
      AWS_ENDPOINT_URL_IAM: store.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      TF_CLI_CONFIG_FILE: '/dev/null',
      NO_PROXY: '*',
    });
    await cloud.close();
  });

  it('asks nobody whose the credentials of the user are', async () => {
    const identify = () => Promise.reject(new Error('asked'));
    const cloud = await openCloud(sandbox, {}, dependencies({ identify }));
    expect(cloud.target).toBe('sandbox');
    await cloud.close();
  });

  it('attaches the provider of this process for the AWS types only', async () => {
    const cloud = await openCloud(sandbox, {}, dependencies());
    const session = await cloud.providerFor(['aws_vpc', 'terraform_data'], folder);
    expect(session.env).toEqual({ TF_REATTACH_PROVIDERS: '["aws_vpc"]' });
    await cloud.close();
  });

  it('makes its state bucket once', async () => {
    store.buckets.clear();
    for (const _ of [1, 2]) await (await openCloud(sandbox, {}, dependencies())).close();
    expect([...store.buckets.keys()]).toEqual(['fixture-local-state-000000000000']);
  });

  it('is refused when the emulator is anywhere but on this machine', async () => {
    const emulator = async () => ({ endpoint: 'https://s3.eu-central-1.amazonaws.com' });
    const error = await refusal(openCloud(sandbox, {}, dependencies({ emulator })));
    expect(error.code).toBe('NotLoopback');
  });

  it('is refused with the command that starts it when it is down and must not be started', async () => {
    const error = await refusal(
      openCloud(sandbox, { start: false }, dependencies({ emulator: async () => undefined })),
    );
    expect([error.code, error.actions[0]]).toEqual(['SandboxDown', 'backlot sandbox up']);
  });
});

describe('the cloud of a real environment', () => {
  it('passes credentials and network on, but nothing that changes what Terraform does', async () => {
    store.buckets.set('fixture-prod-state-111122223333', new Map());
    const cloud = await openCloud(real, {}, dependencies());
    expect(cloud.endpoint).toBeUndefined();
    expect(cloud.env).toMatchObject({
      AWS_PROFILE: 'production',
      AWS_SECRET_ACCESS_KEY: 'real-secret',
      AWS_REGION: 'eu-west-1',
      HTTPS_PROXY: 'http://proxy:3128',
      TF_TOKEN_registry_example: 't',
      TF_PLUGIN_CACHE_DIR: join(folder, 'terraform-plugins'),
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    });
    const dangerous = Object.keys(cloud.env).filter((name) =>
      /TF_(CLI_ARGS|VAR|WORKSPACE|REATTACH)|ENDPOINT_URL(_|$)/.test(name),
    );
    expect(dangerous).toEqual([]);
    expect((await cloud.providerFor(['aws_vpc'], folder)).env).toEqual({});
    await cloud.close();
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('is refused while %s would point it elsewhere', async (name) => {
    const env = { ...USER, [name]: 'http://127.0.0.1:4566' };
    const error = await refusal(openCloud(real, {}, dependencies({ env })));
    expect([error.code, error.exitCode]).toEqual(['EndpointOverride', 4]);
    expect(error.message).toBe(
      `environment 'prod' is on the real AWS, but ${name}=http://127.0.0.1:4566 would point it elsewhere`,
    );
    expect(error.actions).toEqual([`unset ${name}`]);
  });

  it('is refused with the credentials of another account, naming both', async () => {
    const identify = async () => ({ accountId: '999900001111', arn: 'arn:aws:iam::999900001111:user/sam' });
    const error = await refusal(openCloud(real, {}, dependencies({ identify })));
    expect([error.code, error.exitCode]).toEqual(['WrongAccount', 4]);
    expect(error.message).toBe(
      "environment 'prod' is in account 111122223333, but the credentials (arn:aws:iam::999900001111:user/sam) belong to account 999900001111",
    );
  });

  it.each([
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'NoCredentials', 4],
    ['ExpiredTokenException', 'The security token included in the request is expired', 'ExpiredCredentials', 4],
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired', 'ExpiredCredentials', 4],
    ['InvalidClientTokenId', 'The security token included in the request is invalid', 'InvalidCredentials', 4],
    ['TimeoutError', 'connect ETIMEDOUT', 'AwsUnreachable', 1],
  ])('turns %s: %s into %s', async (name, message, code, exitCode) => {
    const identify = () => Promise.reject(Object.assign(new Error(message), { name }));
    const error = await refusal(openCloud(real, {}, dependencies({ identify })));
    expect([error.code, error.exitCode]).toEqual([code, exitCode]);
    expect(error.message).toContain(message);
  });

  it('is refused without its state bucket, with the command that makes one', async () => {
    store.buckets.delete('fixture-prod-state-111122223333');
    const error = await refusal(openCloud(real, {}, dependencies()));
    expect(error.code).toBe('NoStateBucket');
    expect(error.actions).toEqual(['backlot bootstrap prod']);
    expect(store.buckets.has('fixture-prod-state-111122223333')).toBe(false);
  });

  it('never starts the emulator', async () => {
    const emulator = () => Promise.reject(new Error('started'));
    store.buckets.set('fixture-prod-state-111122223333', new Map());
    const cloud = await openCloud(real, {}, dependencies({ emulator }));
    expect(cloud.target).toBe('aws');
    await cloud.close();
  });
});
