import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Environment, environmentSchema } from '../../../../environments/model/index.js';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { emulatorStatus, stopEmulator } from '../../../../sandbox/aws/emulator/index.js';
import { type Clients, makeClients } from '../../../adapters/backups/clients.js';
import { RdsAdapter } from '../../../adapters/backups/rds.js';
import { operations } from '../../../base-command/operations.js';
import { openCloud } from '../../../session/cloud/index.js';
import { type BackupSet, createBackup, pruneBackups, restoreBackup } from '../index.js';

const environment: Environment = {
  ...environmentSchema.parse({
    platform: 'reel',
    target: 'sandbox',
    owner: 'team',
    aws: { accountId: '000000000000', region: 'eu-central-1' },
    network: { cidr: '10.62.0.0/16', zones: 2, natGateways: 'none' },
    data: {
      postgres: {
        main: { instanceClass: 'db.t4g.medium', readReplicas: 1, proxy: true, deletionProtection: false },
      },
      redis: { cache: { nodes: 2 } },
    },
    media: { buckets: { uploads: { kind: 'uploads' } } },
  }),
  id: 'again',
};
const MAIN = 'reel-again-main';
const REPLICA = `${MAIN}-replica-1`;
const STACKS = ['foundation', 'network', 'data', 'media'];

describe('a plan after a restore of ours', () => {
  let folder: string;
  let before: string | undefined;
  let set: BackupSet;
  let clients: Clients;

  beforeAll(async () => {
    before = process.env.BACKLOT_STATE_DIR;
    folder = await mkdtemp(join(tmpdir(), 'backlot-again-'));
    process.env.BACKLOT_STATE_DIR = folder;
    const wish = { stacks: STACKS, only: ['stacks'] as const };
    const deployed = await operations.deploy(environment, { approve: async () => true, ...wish });
    expect(deployed.outcome).toBe('complete');
    const cloud = await openCloud(environment, { start: false });
    const credentials = { accessKeyId: '000000000000', secretAccessKey: 'sandbox' };
    clients = makeClients({ region: 'eu-central-1', endpoint: cloud.endpoint, credentials });
    await cloud.close();
    await sql(MAIN, "create table films as select n id, 'film ' || n title from generate_series(1, 1000) n");
    set = await createBackup(environment);
    await sql(MAIN, 'delete from films where id > 10');
  }, 600_000);

  afterAll(async () => {
    clients?.close();
    await stopEmulator();
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('is empty beside what is there, which stays as it is', async () => {
    const { restored } = await restoreBackup(environment, { set: set.id, stores: ['postgres.main'] });
    const beside = restored[0]?.identifier ?? '';
    expect([await rows(MAIN), await rows(beside)]).toEqual(['10', '1000']);
    expect(await planned()).toEqual([]);
    await pruneBackups(environment, { restored: [beside] });
    expect(await names()).toEqual([MAIN, REPLICA]);
  }, 180_000);

  it('is empty in place, with every setting, the replica, the proxy and the policies', async () => {
    const was = await described(MAIN);
    const { restored, settled } = await restoreBackup(environment, { set: set.id, stores: ['main'], inPlace: true });
    expect(settled).toEqual({ stacks: ['data'], left: [] });
    expect([await rows(MAIN), await rows(REPLICA)]).toEqual(['1000', '1000']);
    expect(await planned()).toEqual([]);
    const { DbiResourceId: id, ...is } = await described(MAIN);
    expect(id).not.toBe(was.DbiResourceId);
    for (const name of SETTINGS) expect({ [name]: is[name] }).toEqual({ [name]: was[name] });
    // What is printed names what is there.
    const kept = restored[0]?.kept ?? [];
    expect(await names()).toEqual([MAIN, REPLICA, ...kept].sort());
    expect([await rows(kept[0] ?? '')]).toEqual(['10']);
    await pruneBackups(environment, { restored: kept });
    expect([await names(), await planned()]).toEqual([[MAIN, REPLICA], []]);
  }, 240_000);

  it('is empty with the rows there although the database was deleted outside', async () => {
    const rds = await clients.rds();
    await rds.deleteDBInstance({ DBInstanceIdentifier: MAIN, SkipFinalSnapshot: true });
    // What followed it has what it had in the end: said before anything else is offered.
    const { things } = await operations.recover(environment, { stacks: ['data'] });
    expect(things.find(({ name }) => name === 'postgres.main')?.state).toMatch(
      /may have newer rows: reel-again-main-replica-1 \(1 table, about 1,000 rows/,
    );
    const { stacks } = await operations.plan(environment, { stacks: ['data'] });
    const replica = stacks.flatMap(({ losses = [] }) => losses).find(({ name }) => name === 'postgres.main.replica-1');
    expect(replica?.holds).toMatch(/about 1,000 rows.*; it followed reel-again-main, which is gone/);
    const { restored, safety } = await restoreBackup(environment, { set: set.id, stores: ['main'], inPlace: true });
    expect(safety).toBeUndefined();
    const kept = `${REPLICA}-before-${set.id}`;
    expect(restored[0]?.kept).toEqual([kept]);
    const { leftovers } = await pruneBackups(environment);
    expect(leftovers.find(({ id }) => id === kept)?.holds).toMatch(/^1 table, about 1,000 rows/);
    expect([await rows(MAIN), await rows(REPLICA)]).toEqual(['1000', '1000']);
    expect(await planned()).toEqual([]);
  }, 240_000);

  it('is empty after caches and buckets, alive or deleted outside, too', async () => {
    const s3 = await clients.s3();
    const uploads = set.stores.find(({ kind, name }) => kind === 's3' && name.startsWith('uploads'))?.name ?? '';
    const stores = ['redis.cache', 'buckets.uploads'];
    await restoreBackup(environment, { set: set.id, stores, inPlace: true });
    expect(await planned()).toEqual([]);
    const cache = await clients.elasticache();
    await cache.deleteReplicationGroup({ ReplicationGroupId: 'reel-again-cache' });
    await restoreBackup(environment, { set: set.id, stores: ['cache'], inPlace: true });
    expect(await planned()).toEqual([]);
    // A listing is nothing without its bucket: said before anything is touched.
    const Bucket = set.stores.find(({ name }) => name === uploads)?.identifier ?? '';
    await s3.deleteBucket({ Bucket });
    const lost = restoreBackup(environment, { set: set.id, stores, inPlace: true });
    await expect(lost).rejects.toMatchObject({
      code: 'SnapshotGone',
      message: expect.stringContaining('bucket is gone'),
    });
  }, 240_000);

  it('is empty after an edit was applied that lost the rows, and was taken back before the restore', async () => {
    const wrong: Environment = structuredClone(environment);
    Object.assign(wrong.data?.postgres?.main ?? {}, { database: 'shows' });
    const lossy = { lose: ['postgres.main'], confirmLosses: async () => true };
    const wish = { stacks: STACKS, only: ['stacks'] as const, approve: async () => true };
    const done = await operations.deploy(wrong, { ...wish, ...lossy });
    expect(done.outcome).toBe('complete');
    const { record } = await operations.showRelease(environment, done.release?.number);
    const last = record.losses?.find(({ name }) => name === 'postgres.main')?.lastCopy?.name ?? '';
    const { settled } = await restoreBackup(environment, { set: set.id, stores: ['main'], inPlace: true });
    expect(settled).toEqual({ stacks: ['data'], left: [] });
    expect(await rows(MAIN)).toBe('1000');
    expect(await planned()).toEqual([]);
    // So does the copy that was made of it before it went.
    await sql(MAIN, 'delete from films where id > 10');
    const again = await restoreBackup(environment, { set: last, inPlace: true });
    expect([again.restored.map(({ store }) => store), again.settled?.left]).toEqual([['main'], []]);
    expect([await rows(MAIN), await rows(REPLICA)]).toEqual(['1000', '1000']);
    expect(await planned()).toEqual([]);
  }, 300_000);

  it('is of no matter for a key that a destroy deleted: it is taken back by the name that the refusal told', async () => {
    const approve = async () => true;
    const refusal = await operations.destroy(environment, { approve }).then(
      () => undefined,
      (error: BacklotError) => error,
    );
    const losses = (refusal?.details.losses ?? []) as { name: string; undone?: string }[];
    const lose = losses.map(({ name }) => name);
    const told = losses.map(({ undone }) => /backlot recover again (\S+)$/.exec(undone ?? '')?.[1]).find(Boolean) ?? '';
    expect(told).toMatch(/^keys\./);
    await operations.destroy(environment, { approve, lose, confirmLosses: approve });
    const { things } = await operations.recover(environment, { names: [told], stacks: ['foundation'] });
    expect(things.map(({ name, outcome }) => [name, outcome])).toEqual([[told, 'recovered']]);
    const { KMS } = await import('@aws-sdk/client-kms');
    const { endpoint } = await emulatorStatus();
    const kms = new KMS({
      ...{ endpoint, region: 'eu-central-1' },
      credentials: { accessKeyId: '000000000000', secretAccessKey: 'sandbox' },
    });
    const { KeyMetadata } = await kms.describeKey({ KeyId: told.slice('keys.'.length) });
    kms.destroy();
    expect(KeyMetadata?.KeyState).toBe('Enabled');
  }, 300_000);

  /** What a plan would do, outputs too. */
  async function planned(): Promise<string[]> {
    const { stacks } = await operations.plan(environment, { stacks: STACKS });
    return stacks.flatMap(({ changes, id, outputs, status }) => [
      ...changes.map(({ action, address }) => `${action} ${address}`),
      ...outputs.map(({ name }) => `output ${name}`),
      ...(status === 'unchanged' ? [] : [`${id} is ${status}`]),
    ]);
  }

  async function described(identifier: string): Promise<Record<string, unknown>> {
    const rds = await clients.rds();
    const { DBInstances = [] } = await rds.describeDBInstances({ DBInstanceIdentifier: identifier });
    const TagList = [...(DBInstances[0]?.TagList ?? [])].sort((one, other) => (`${one.Key}` < `${other.Key}` ? -1 : 1));
    return { ...DBInstances[0], TagList };
  }

  async function names(): Promise<string[]> {
    const { DBInstances = [] } = await (await clients.rds()).describeDBInstances({});
    return DBInstances.map(({ DBInstanceIdentifier: name = '' }) => name).sort();
  }

  const rows = (identifier: string) => sql(identifier, 'select count(*) from films');

  /** As anybody would ask; a replica has the logins of its source. */
  async function sql(identifier: string, statement: string): Promise<string> {
    const source = identifier === REPLICA ? MAIN : identifier;
    const login = await new RdsAdapter(clients).readLogin({ kind: 'rds', name: source, identifier: source });
    const { Endpoint: at } = (await described(identifier)) as { Endpoint?: { Address?: string; Port?: number } };
    const client = new pg.Client({
      ...{ host: at?.Address, port: at?.Port, user: login?.user, password: login?.password, database: login?.database },
      ssl: { rejectUnauthorized: false },
    });
    await client.connect();
    try {
      const { rows: answer } = await client.query<{ count?: string }>(statement);
      return answer[0]?.count ?? '';
    } finally {
      await client.end();
    }
  }
});

/** What people see of an instance, beside what names it and what time changes. */
const SETTINGS = [
  ...[
    'AllocatedStorage',
    'AutoMinorVersionUpgrade',
    'BackupRetentionPeriod',
    'CACertificateIdentifier',
    'DBInstanceClass',
  ],
  ...['CopyTagsToSnapshot', 'DBParameterGroups', 'DBSubnetGroup', 'DeletionProtection', 'Engine', 'EngineVersion'],
  ...['IAMDatabaseAuthenticationEnabled', 'KmsKeyId', 'MaxAllocatedStorage', 'MonitoringInterval', 'MonitoringRoleArn'],
  ...[
    'MultiAZ',
    'PerformanceInsightsEnabled',
    'PreferredBackupWindow',
    'PreferredMaintenanceWindow',
    'PubliclyAccessible',
  ],
  ...['StorageEncrypted', 'StorageType', 'TagList', 'VpcSecurityGroups', 'ReadReplicaDBInstanceIdentifiers'],
];
