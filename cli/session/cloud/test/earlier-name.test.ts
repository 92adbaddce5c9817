import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { ObjectServer } from '../../../adapters/test/fixtures/object-server.js';
import { plainStateBucket } from '../../../adapters/test/fixtures/plain-state-bucket.js';
import { findEarlierName } from '../earlier-name.js';
import { openCloud } from '../index.js';

const CIDR = '10.20.0.0/16';
const OLD = 'backlot-local-state-000000000000';

let store: ObjectServer;
let folder: string;
beforeEach(async () => {
  store = await ObjectServer.start();
  folder = mkdtempSync(join(tmpdir(), 'backlot-earlier-'));
});
afterEach(async () => {
  await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

function environmentOf(more: Partial<Environment> = {}): Environment {
  const aws = { accountId: '000000000000', region: 'eu-central-1' };
  return { id: 'local', platform: 'acme', target: 'sandbox', aws, network: { cidr: CIDR }, ...more } as Environment;
}

function state(types: readonly string[], cidr = CIDR): string {
  const resources = types.map((type) => ({
    mode: 'managed',
    type,
    name: 'x',
    instances: [{ attributes: { cidr_block: cidr } }],
  }));
  return JSON.stringify({ version: 4, serial: 1, lineage: 'l', terraform_version: '1.11.0', resources });
}

/** What stands under the earlier name. */
function living(bucket = OLD, id = 'local', cidr = CIDR): void {
  store.put(bucket, `${id}/network.tfstate`, state(['aws_vpc', 'aws_subnet'], cidr));
  store.put(bucket, `${id}/data.tfstate`, state(['aws_db_instance']));
}

const client = () =>
  new S3Client({
    region: 'eu-central-1',
    endpoint: store.endpoint,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });

const open = (environment: Environment, options = {}) =>
  openCloud(environment, options, {
    env: {},
    emulator: async () => ({ endpoint: store.endpoint }),
    provider: async () => ({ reattach: '', close: async () => {} }),
    identify: async () => ({ accountId: environment.aws.accountId, arn: 'arn:aws:iam::111122223333:role/deploy' }),
    s3: async () => client(),
    stateBucket: plainStateBucket,
    signing: () => undefined,
    earlierName: (each, s3) => findEarlierName(each, s3, folder),
    cacheFolder: folder,
  });

describe('an environment whose platform or name was changed', () => {
  it.each([{}, { start: false }, { withoutBucket: true }])(
    'is refused with what is there, and nothing is made: %j',
    async (options) => {
      living();
      await expect(open(environmentOf(), options)).rejects.toMatchObject({
        code: 'EnvironmentRenamed',
        exitCode: 3,
        message: expect.stringMatching(/backlot-local lives in .* 10\.20\.0\.0\/16: 3 resources in data, network/),
        hints: expect.arrayContaining(['write platform: backlot again']),
        actions: ['backlot config local --explain'],
      });
      expect([...store.buckets.keys()]).toEqual([OLD]);
    },
  );

  it('is told of, and made, where the file has another name: it may be a second one', async () => {
    living();
    const told: string[] = [];
    const tell = (message: string) => told.push(message);
    await (await open(environmentOf({ id: 'dev', platform: 'backlot' }), { tell })).close();
    expect(told).toEqual([expect.stringContaining('name the file environments/local.yaml again')]);
  });

  it('is noticed on AWS too, before anybody is told to bootstrap', async () => {
    living('backlot-prod-state-111122223333', 'prod');
    const aws = { accountId: '111122223333', region: 'eu-central-1' };
    const renamed = environmentOf({ id: 'prod', target: 'aws', aws });
    for (const options of [{}, { withoutBucket: true }]) {
      await expect(open(renamed, options)).rejects.toMatchObject({ code: 'EnvironmentRenamed' });
    }
  });

  it('is remembered by this machine where buckets may not be listed', async () => {
    living();
    store.intercept = (method, path) =>
      method === 'GET' && path === '//' ? { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' } : undefined;
    expect(await findEarlierName(environmentOf(), client(), folder)).toBeUndefined();
    mkdirSync(join(folder, 'environments', 'backlot', 'local'), { recursive: true });
    expect(await findEarlierName(environmentOf(), client(), folder)).toMatchObject({
      ...{ platform: 'backlot', id: 'local', bucket: OLD, resources: 3, stacks: ['data', 'network'] },
    });
  });
});

describe('a new environment', () => {
  it.each([
    ['beside one with another network', () => living(OLD, 'local', '10.99.0.0/16')],
    ['of another platform and another name', () => living('other-prod-state-000000000000', 'prod')],
    ['in another account', () => living('backlot-local-state-999999999999')],
    [
      'after the earlier one was destroyed',
      () => {
        store.put(OLD, 'local/network.tfstate', state([]));
        store.put(OLD, 'local/data.tfstate', state([]));
      },
    ],
    ['beside a bucket of somebody else', () => store.put(OLD, 'local/network.tfstate', 'no state at all')],
  ])('is made %s', async (_title, given) => {
    given();
    await (await open(environmentOf())).close();
    expect([...store.buckets.keys()]).toContain('acme-local-state-000000000000');
  });

  it('asks nothing once it has its own state bucket', async () => {
    store.put('acme-local-state-000000000000', 'local/x.json', '{}');
    living();
    await (await open(environmentOf())).close();
    expect(store.requests).not.toContain('GET //');
  });
});
