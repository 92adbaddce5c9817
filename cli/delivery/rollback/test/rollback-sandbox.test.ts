import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { loadEnvironment } from '../../../../environments/model/index.js';
import { ensureEmulator, stopEmulator } from '../../../../sandbox/aws/emulator/index.js';
import { TemporaryMachine } from '../../../../sandbox/tools/test/temporary-machine.js';
import { deployEnvironment } from '../../deploy/index.js';
import { planEnvironment } from '../../plan/index.js';
import { listReleases, verifyReleases } from '../../releases/index.js';
import { rollbackEnvironment } from '../index.js';

jest.setTimeout(600_000);

interface Version {
  readonly retention?: string;
  readonly topic?: boolean;
  readonly bucket?: boolean;
  readonly engine?: string;
}

const file = ({ retention = '4d', topic = false, bucket = false, engine = '7.2' }: Version) => `
platform: back
target: sandbox
owner: team-back
aws: { accountId: "000000000000", region: eu-central-1 }
network: { cidr: 10.91.0.0/16 }
messaging:
  queues: { ingest: { retention: ${retention} } }
  topics: { ${topic ? 'news: {}' : ''} }
media:
  buckets: { uploads: { kind: uploads }${bucket ? ', films: { kind: uploads }' : ''} }
data:
  redis: { cache: { version: "${engine}" } }
`;
const stacks = ['foundation', 'network', 'media', 'messaging', 'data'];
const yes = async () => true;

let machine: TemporaryMachine;
let sqs: SQSClient;
let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
const root = () => join(machine.root, 'project');
const environment = async () => (await loadEnvironment('tiny', { root: root() })).environment;

async function declare(version: Version) {
  await writeFile(join(root(), 'environments', 'tiny.yaml'), file(version));
  return environment();
}
async function deploy(version: Version) {
  const result = await deployEnvironment(await declare(version), { stacks, approve: yes });
  expect(result.outcome).toBe('complete');
  return result.release?.number;
}
const newest = async () => (await listReleases(await environment(), { limit: 1 }))[0]?.record.number;
async function retention() {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'back-tiny-ingest' }));
  const asked = { QueueUrl, AttributeNames: ['MessageRetentionPeriod' as const] };
  return (await sqs.send(new GetQueueAttributesCommand(asked))).Attributes?.MessageRetentionPeriod;
}
const declined = async () => {
  throw new Error('nothing may be asked');
};

beforeAll(async () => {
  machine = await TemporaryMachine.create({ cache: 'shared' });
  await mkdir(join(root(), 'environments'), { recursive: true });
  expect(await deploy({})).toBe(1);
  const { endpoint } = await ensureEmulator();
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'sandbox' };
  client = { endpoint, region: 'eu-central-1', credentials };
  sqs = new SQSClient(client);
});

afterAll(async () => {
  sqs?.destroy();
  await stopEmulator();
  await machine.dispose();
});

describe('a rollback of real stacks', () => {
  it('returns the infrastructure of the release before: the cloud, the states and the plan', async () => {
    expect(await deploy({ retention: '5d', topic: true })).toBe(2);
    expect(await retention()).toBe('432000');
    const result = await rollbackEnvironment(await environment(), { approve: yes });
    expect(result).toMatchObject({ outcome: 'complete', from: 2, target: 1, release: { number: 3, recorded: true } });
    expect(await retention()).toBe('345600');
    const plan = await planEnvironment(await declare({}), { stacks });
    expect(plan.hasChanges).toBe(false);
    expect(await verifyReleases(await environment())).toMatchObject({ faults: [], releases: 3 });
  });

  it('is refused over a bucket that came since, and over an engine that was upgraded, naming both', async () => {
    expect(await deploy({ bucket: true, engine: '8.0' })).toBe(4);
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'back-tiny-films-000000000000', Key: 'film', Body: 'frames' }));
    s3.destroy();
    const rolling = rollbackEnvironment(await environment(), { release: 1, approve: declined });
    await expect(rolling).rejects.toMatchObject({
      code: 'RollbackRefused',
      message: expect.stringMatching(
        /release 1 cannot be gone back to, nothing was changed: .*media: aws_s3_bucket\.\S+: it holds 1 object, 6 B and would be deleted.*data: aws_elasticache_replication_group\.\S+: its engine would go from 8\.0 to 7\.2/s,
      ),
      actions: ['backlot rollback tiny 1 --services-only'],
    });
    expect(await newest()).toBe(4);
    const plan = await planEnvironment(await environment(), { stacks });
    expect(plan.hasChanges).toBe(false);
  });
});
