import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePermissionsBoundaryCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { loadEnvironment } from '../../../../environments/model/index.js';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { ensureEmulator, stopEmulator } from '../../../../sandbox/aws/emulator/index.js';
import { inspectVirtualEnvironment } from '../../../../sandbox/aws/emulator/virtual-environment.js';
import { TemporaryMachine } from '../../../../sandbox/tools/test/temporary-machine.js';
import { deployEnvironment } from '../../../delivery/deploy/index.js';
import type { Loss } from '../../../delivery/losses/index.js';
import { destroyEnvironment } from '../../../lifecycle/destroy/index.js';
import { adoptDrift } from '../adopt/adopt-drift.js';
import type { DriftResult } from '../drift-result.js';
import { findDrift } from '../find-drift.js';
import { revertDrift } from '../revert/revert-drift.js';

jest.setTimeout(600_000);

const FILE = `# A store of films, as small as can be.
platform: drift
target: sandbox
owner: team-drift # who is paged
aws:
  accountId: "000000000000"
  region: eu-central-1
network:
  cidr: 10.90.0.0/16

messaging:
  queues:
    ingest:
      retention: 4d # as long as a weekend
      visibilityTimeout: 5m
  topics:
    errors: { emails: [data@example.com] }
  providerUploads: { bucket: uploads }
  providers:
    acme: { principal: "arn:aws:iam::000000000000:root", externalId: acme-4711, email: data@acme.example }
media:
  buckets:
    uploads: { kind: uploads, versioned: true }
    site: { kind: site }
  cdn:
    domain: { zone: tiny.example, createZone: true, names: [tiny.example] }
foundation:
  github: { repository: example/tiny }
backup:
  plans:
    daily: { schedule: cron(0 1 * * ? *), retention: 35d }
`;
const BUCKET = 'drift-tiny-uploads-000000000000';
const stacks = ['foundation', 'network', 'media', 'messaging', 'backup'];
const CREDENTIALS = { accessKeyId: '000000000000', secretAccessKey: 'sandbox' };
const yes = async () => true;

/** The error with which a destroy of everything is refused. */
async function destroyRefused(lose: readonly string[] = []) {
  const refusal = await destroyEnvironment(await environment(), {
    lose,
    approve: yes,
    confirmLosses: yes,
  }).then(
    () => undefined,
    (error: unknown) => error as BacklotError & { readonly details: { readonly losses?: readonly Loss[] } },
  );
  if (!refusal) throw new Error('the destroy was not refused');
  return refusal;
}

let machine: TemporaryMachine;
let s3: S3Client;
let sqs: SQSClient;
let queue: string;
let address: string;
const root = () => join(machine.root, 'project');
const file = () => join(root(), 'environments', 'tiny.yaml');
const environment = async () => (await loadEnvironment('tiny', { root: root() })).environment;

beforeAll(async () => {
  machine = await TemporaryMachine.create({ cache: 'shared' });
  await mkdir(join(root(), 'environments'), { recursive: true });
  await writeFile(file(), FILE);
  const deployed = await deployEnvironment(await environment(), { stacks, approve: yes });
  expect(deployed.outcome).toBe('complete');
  const { endpoint } = await ensureEmulator();
  address = endpoint;
  const client = {
    endpoint,
    region: 'eu-central-1',
    credentials: CREDENTIALS,
  };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  sqs = new SQSClient(client);
  queue = (await sqs.send(new GetQueueUrlCommand({ QueueName: 'drift-tiny-ingest' }))).QueueUrl ?? '';
});

afterAll(async () => {
  s3?.destroy();
  sqs?.destroy();
  await stopEmulator();
  await machine.dispose();
});

/** The queue and that of its dead letters take what is declared. */
const UNAPPLIED = [
  'code aws_sqs_queue visibility_timeout_seconds 300 360',
  'code aws_sqs_queue visibility_timeout_seconds 300 360',
];

/** `outside aws_sqs_queue message_retention_seconds 345600 432000`, without noise. */
function findings({ owners }: DriftResult): string[] {
  return owners
    .flatMap(({ resources }) => resources)
    .flatMap(({ type, attributes }) =>
      attributes
        .filter(({ kind }) => kind !== 'noise')
        .map(({ kind, path, before, after }) => `${kind} ${type} ${path} ${before} ${after}`),
    )
    .sort();
}

async function queueAttribute(name: 'VisibilityTimeout' | 'MessageRetentionPeriod') {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: [name] }));
  return Attributes?.[name];
}

async function versioning() {
  return (await s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET }))).Status;
}

// One world that is changed step by step: the tests build on each other.
describe('drift of stacks in a real emulator', () => {
  it('is none after a deploy: what AWS fills in is noise', async () => {
    const drift = await findDrift(await environment(), { stacks });
    expect(findings(drift)).toEqual([]);
    expect(drift).toMatchObject({ hasDrift: false, totals: { code: 0, outside: 0, unknown: 0 } });
  });

  it('is told apart by kind, attribute by attribute', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Suspended' } }));
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: queue, Attributes: { MessageRetentionPeriod: '432000' } }),
    );
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }));
    const { Statement, Version } = JSON.parse(Policy);
    const turned = Statement.reverse().map((each: object) => Object.fromEntries(Object.entries(each).reverse()));
    const rewritten = JSON.stringify({ Statement: turned, Version });
    expect(rewritten).not.toBe(Policy);
    await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: rewritten }));
    await writeFile(file(), FILE.replace('visibilityTimeout: 5m', 'visibilityTimeout: 6m'));
    const drift = await findDrift(await environment(), { stacks });
    expect(findings(drift)).toEqual([
      ...UNAPPLIED,
      'outside aws_s3_bucket_versioning versioning_configuration[0].status Enabled Suspended',
      'outside aws_sqs_queue message_retention_seconds 345600 432000',
    ]);
    expect(drift.totals).toMatchObject({ code: 2, outside: 2 });
    const changed = drift.owners.flatMap(({ resources }) => resources).filter(({ kind }) => kind === 'outside');
    for (const { trail, authors } of changed) expect(authors ?? trail).toBeTruthy();
  });

  it('stays when setting it back is declined', async () => {
    const declined = revertDrift(await environment(), { stacks, approve: async () => false });
    await expect(declined).rejects.toMatchObject({ code: 'Declined' });
    expect(await versioning()).toBe('Suspended');
  });

  it('is adopted into the file, where a key leads to it, and the rest of the file stays as it is', async () => {
    const adopted = await adoptDrift(await environment(), { stacks: ['messaging'], root: root(), approve: yes });
    expect(adopted).toMatchObject({ written: true, refused: [] });
    expect(adopted.edits).toMatchObject([{ key: 'messaging.queues.ingest.retention', before: '4d', after: '5d' }]);
    expect(await readFile(file(), 'utf8')).toBe(
      FILE.replace('visibilityTimeout: 5m', 'visibilityTimeout: 6m').replace('retention: 4d #', 'retention: 5d #'),
    );
    expect(findings(await findDrift(await environment(), { stacks: ['messaging'] }))).toEqual(UNAPPLIED);
  });

  it('is set back to what was applied last, without applying what is declared since', async () => {
    const reverted = await revertDrift(await environment(), { stacks, approve: yes });
    expect(reverted.error).toBeUndefined();
    expect(reverted.reverted.map(({ owner }) => owner)).toEqual(['media']);
    expect(await versioning()).toBe('Enabled');
    expect(await queueAttribute('VisibilityTimeout')).toBe('300');
    expect(await queueAttribute('MessageRetentionPeriod')).toBe('432000');
    expect(findings(reverted.drift)).toEqual(UNAPPLIED);
  });

  it('sets back what it can beside what would lose data', async () => {
    const client = { endpoint: address, region: 'eu-central-1', credentials: CREDENTIALS };
    const [iam, logs] = [new IAMClient(client), new CloudWatchLogs(client)];
    const logGroupName = '/aws/vpc/drift-tiny-flow-logs';
    const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: logGroupName });
    await logs.deleteRetentionPolicy({ logGroupName });
    await logs.createLogStream({ logGroupName, logStreamName: 'old' });
    const logEvents = [{ timestamp: Date.now(), message: 'who talked to whom' }];
    await logs.putLogEvents({ logGroupName, logStreamName: 'old', logEvents });
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'drift-tiny-flow-logs' }));
    const { refused, reverted } = await revertDrift(await environment(), { stacks: ['network'], approve: yes });
    expect(refused).toMatchObject([
      { reason: expect.stringMatching(/would shorten aws_cloudwatch_log_group\.flow-logs/) },
    ]);
    expect(reverted.flatMap(({ addresses }) => addresses)).toEqual([expect.stringMatching(/^aws_iam_role\.flow-logs/)]);
    expect(
      (await logs.describeLogGroups({ logGroupNamePrefix: logGroupName })).logGroups?.[0]?.retentionInDays,
    ).toBeUndefined();
    await logs.putRetentionPolicy({ logGroupName, retentionInDays: logGroups?.[0]?.retentionInDays });
    for (const each of [iam, logs]) each.destroy();
  });

  it('names what carries the tags of the environment and is in none of its states', async () => {
    const tags = { 'backlot:environment': 'tiny', 'backlot:platform': 'drift' };
    await sqs.send(new CreateQueueCommand({ QueueName: 'made-by-hand', tags }));
    const drift = await findDrift(await environment(), { cluster: false });
    expect(drift.strays).toEqual([
      { arn: 'arn:aws:sqs:eu-central-1:000000000000:made-by-hand', type: 'sqs', name: 'made-by-hand' },
    ]);
  });

  it('is none when only the declaration of a tag of everything changes: that is a plan', async () => {
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('owner: team-drift', 'owner: team-other'));
    const { totals, hasDrift, owners } = await findDrift(await environment(), { stacks });
    expect(totals).toMatchObject({ outside: 0, additions: 0, unknown: 0 });
    expect(totals.code).toBeGreaterThan(40);
    expect({ hasDrift, drifted: owners.filter(({ status }) => status === 'drifted') }).toEqual({
      hasDrift: false,
      drifted: [],
    });
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('owner: team-other', 'owner: team-drift'));
  });

  it('is taken from the last look while that is young enough', async () => {
    const options = { cluster: false };
    const looked = await findDrift(await environment(), options);
    expect(await findDrift(await environment(), { ...options, maxAgeMs: 600_000 })).toEqual({
      ...looked,
      cached: true,
    });
    expect((await findDrift(await environment(), { ...options, maxAgeMs: 0 })).cached).toBe(false);
  });

  it('names at least 25 things that another client attaches beside ours, each with the command against it', async () => {
    const before = await findDrift(await environment(), { stacks });
    expect(before.additions).toEqual([]);
    const python = inspectVirtualEnvironment().installed?.python ?? '';
    const script = join(dirname(fileURLToPath(import.meta.url)), '../../../test/fixtures/add-beside.py');
    const { stdout } = await execa(python, [script, address, 'drift-tiny']);
    const { added, refused } = JSON.parse(stdout) as Record<'added' | 'refused', [what: string, name: string][]>;
    expect(refused).toEqual([]);
    expect(added.length).toBeGreaterThanOrEqual(25);
    const { additions, hasDrift, totals } = await findDrift(await environment(), { stacks });
    const unnamed = added.filter(
      ([what, name]) => !additions.some((each) => each.what === what && each.name.includes(name)),
    );
    expect(unnamed).toEqual([]);
    expect(additions).toHaveLength(added.length);
    expect(totals.additions).toBe(added.length);
    expect(hasDrift).toBe(true);
    expect(additions.filter(({ remove }) => !remove.startsWith('aws --endpoint-url http://127.0.0.1:'))).toEqual([]);
    // The severe first: who may do everything, and what is open to everybody or to another account.
    const ranks = additions.map(({ severity }) => ['critical', 'high', 'notice'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted());
    expect(additions.find(({ what }) => what === 'inline policy')).toMatchObject({
      severity: 'critical',
      says: 'may do everything',
    });
  });

  it('tells of all that would stop a destroy half way, before anything is removed', async () => {
    const before = await findDrift(await environment(), { stacks });
    const lose = (await destroyRefused()).details.losses?.map(({ name }) => name) ?? [];
    const { code, message } = await destroyRefused(lose);
    expect({ code, message }).toEqual({
      code: 'DeletionGuarded',
      message: expect.stringContaining('nothing was changed'),
    });
    for (const command of [
      /security group sg-\w+ by-hand \(aws --endpoint-url \S+ --region eu-central-1 ec2 delete-security-group --group-id sg-\w+\)/,
      /network interface eni-\w+ \(aws .* ec2 delete-network-interface --network-interface-id eni-\w+\)/,
      /VPN gateway vgw-\w+ \(aws .* ec2 detach-vpn-gateway /,
      /holder of the policy user ann \(aws .* iam detach-user-policy /,
      /selection more \(aws .* backup delete-backup-selection /,
    ]) {
      expect(message).toMatch(command);
    }
    const after = await findDrift(await environment(), { stacks });
    expect({ totals: after.totals, additions: after.additions }).toEqual({
      totals: before.totals,
      additions: before.additions,
    });
  });
});
