import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Environment, environmentSchema } from '../../../../environments/model/index.js';
import { stopEmulator } from '../../../../sandbox/aws/emulator/index.js';
import { makeClients } from '../../../adapters/backups/clients.js';
import type { Store } from '../../../adapters/backups/index.js';
import { RdsAdapter } from '../../../adapters/backups/rds.js';
import { operations } from '../../../base-command/operations.js';
import { auditLedger, Ledger } from '../../../delivery/releases/index.js';
import { openCloud } from '../../../session/cloud/index.js';
import {
  assertProvenBackups,
  type BackupSet,
  backupSchedule,
  createBackup,
  listBackups,
  pruneBackups,
  restoreBackup,
  verifyBackup,
} from '../index.js';

const BUCKET = 'reel-mini-state-000000000000';
const environment: Environment = {
  ...environmentSchema.parse({
    platform: 'reel',
    target: 'sandbox',
    owner: 'team',
    aws: { accountId: '000000000000', region: 'eu-central-1' },
    network: { cidr: '10.60.0.0/16', zones: 2, natGateways: 'none' },
    data: {
      postgres: { main: { instanceClass: 'db.t4g.medium', multiAz: false, deletionProtection: false } },
      redis: { cache: { nodes: 2 } },
    },
    backup: {
      plans: { daily: { schedule: 'cron(0 3 * * ? *)', retention: '35d' } },
      proof: {
        maxAge: '7d',
        rto: '10m',
        rpo: '1d',
        assertions: {
          main: [
            { name: 'films', table: 'films', rows: 1_000, checksum: 'recorded' },
            { name: 'newest film', query: 'select max(added) from films', expect: { newestWithin: '1d' } },
            { name: 'titles', query: "select count(*) from films where title = ''", expect: { atMost: 0 } },
          ],
        },
      },
    },
  }),
  id: 'mini',
};

describe('backups of the sandbox, with real rows', () => {
  let folder: string;
  let before: string | undefined;
  let set: BackupSet;

  beforeAll(async () => {
    before = process.env.BACKLOT_STATE_DIR;
    folder = await mkdtemp(join(tmpdir(), 'backlot-backups-'));
    process.env.BACKLOT_STATE_DIR = folder;
    const only = ['stacks'] as const;
    const options = { approve: async () => true, stacks: ['foundation', 'network', 'data', 'backup'], only };
    // The gate is shut from the second deploy on: the first has nothing to prove yet.
    const deployed = await operations.deploy(environment, options);
    expect(deployed.outcome).toBe('complete');
  }, 600_000);

  afterAll(async () => {
    await stopEmulator();
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('refuses a deploy before anything was proven', async () => {
    const deploy = operations.deploy(environment, { approve: async () => true, only: ['stacks'] });
    await expect(deploy).rejects.toMatchObject({ code: 'BackupNotProven', exitCode: 1 });
  }, 120_000);

  it('tells what the declared plan does next, and what it takes', async () => {
    const { plans, stores, missing } = await backupSchedule(environment);
    const threeOClock = expect.stringMatching(/T03:00:00.000Z$/);
    expect(plans).toMatchObject([{ name: 'daily', retention: '35d', applied: true, next: threeOClock }]);
    expect(stores.find(({ name }) => name === 'main')?.plans).toEqual(['daily']);
    expect(missing.filter((each) => each.includes("plan 'daily'"))).toEqual([]);
    const more = {
      ...environment.backup?.plans,
      weekly: { schedule: 'cron(0 4 ? * SUN *)', retention: '90d', continuous: false },
    };
    const declared = { ...environment, backup: { ...environment.backup, plans: more } } as Environment;
    expect((await backupSchedule(declared)).missing).toContain(
      "plan 'weekly' is declared but not applied: backlot deploy mini",
    );
  }, 60_000);

  it('records the rows of the database when it backs it up', async () => {
    await sql(
      'reel-mini-main',
      'create table films (id int primary key, title text not null, added timestamptz not null default now())',
      "insert into films select n, 'film ' || n from generate_series(1, 1000) n",
    );
    set = await createBackup(environment);
    expect(set.state).toBe('complete');
    const main = set.stores.find(({ name }) => name === 'main');
    expect(main).toMatchObject({ kind: 'rds', status: 'available', identifier: 'reel-mini-main' });
    expect(main?.contents?.tables).toEqual([
      { table: 'public.films', rows: 1_000, checksum: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
  }, 120_000);

  it('proves the rows although they were deleted since, measures it, and leaves nothing behind', async () => {
    await sql('reel-mini-main', 'delete from films where id > 10');
    const { proof } = await verifyBackup(environment);
    expect(proof.assertions.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(proof.assertions.map(({ store, name, actual }) => `${store} ${name} ${actual}`)).toContain(
      'main films 1000',
    );
    expect(proof).toMatchObject({ set: set.id, outcome: 'proven' });
    expect(proof.rtoSeconds).toBeGreaterThan(0);
    expect(await instances()).toEqual(['reel-mini-main']);
    expect(await groups()).not.toContainEqual(expect.stringContaining('verify'));
    expect((await listBackups(environment)).backups[0]).toMatchObject({ id: set.id, proof: { outcome: 'proven' } });
  }, 180_000);

  it('brings the rows back beside the database, once', async () => {
    const { restored } = await restoreBackup(environment, { set: set.id, stores: ['main'] });
    const target = `reel-mini-main-restored-${set.id}`;
    expect(restored).toMatchObject([{ store: 'main', identifier: target }]);
    expect(await sql(target, 'select count(*) from films')).toBe('1000');
    expect(await sql('reel-mini-main', 'select count(*) from films')).toBe('10');
    const again = restoreBackup(environment, { set: set.id, stores: ['main'] });
    await expect(again).rejects.toMatchObject({ code: 'TargetExists' });
  }, 120_000);

  it('puts the rows in place after a safety backup, which holds what was replaced', async () => {
    const { safety } = await restoreBackup(environment, { set: set.id, stores: ['main'], inPlace: true });
    expect(await sql('reel-mini-main', 'select count(*) from films')).toBe('1000');
    expect(await sql(`reel-mini-main-before-${safety}`, 'select count(*) from films')).toBe('10');
  }, 180_000);

  it('opens the gate for as long as the policy says', async () => {
    const cloud = await openCloud(environment, { start: false });
    try {
      const { objects, signing } = cloud;
      await assertProvenBackups(environment, { objects, signing });
      const inEightDays = assertProvenBackups(environment, {
        objects,
        signing,
        now: new Date(Date.now() + 8 * 86_400_000),
      });
      await expect(inEightDays).rejects.toMatchObject({ code: 'BackupNotProven' });
      const ledger = new Ledger({ objects, signing, bucket: BUCKET, environment: 'mini' });
      expect((await auditLedger(ledger)).faults).toEqual([]);
    } finally {
      await cloud.close();
    }
  });

  it('records a proof that failed, which shuts the gate', async () => {
    await sql('reel-mini-main', 'delete from films');
    await createBackup(environment);
    const { proof } = await verifyBackup(environment);
    expect(proof.outcome).toBe('failed');
    const failed = proof.assertions
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ name, actual }) => [name, actual]);
    expect(failed).toContainEqual(['films', '0']);
    const deploy = operations.deploy(environment, { approve: async () => true, only: ['stacks'] });
    await expect(deploy).rejects.toMatchObject({ code: 'BackupNotProven' });
  }, 240_000);

  it('names a manifest of which one byte was changed, and restores nothing from it', async () => {
    const cloud = await openCloud(environment, { start: false });
    const location = { bucket: BUCKET, key: `mini/backups/${set.id}.json` };
    try {
      const found = await cloud.objects.read(location);
      if (!found) throw new Error('no manifest');
      await cloud.objects.put(location, found.body.replace('"rows": 1000', '"rows": 1001'), { etag: found.etag });
      const { backups, faults } = await listBackups(environment);
      expect(faults).toContainEqual({ id: set.id, key: location.key, reason: 'its content is not what was written' });
      expect(backups.find(({ id }) => id === set.id)?.state).toBe('damaged');
      await expect(restoreBackup(environment, { set: set.id })).rejects.toMatchObject({ code: 'BackupDamaged' });
      await cloud.objects.put(location, found.body, { etag: (await cloud.objects.read(location))?.etag ?? '' });
    } finally {
      await cloud.close();
    }
  });

  it('names a snapshot that is gone, and restores nothing', async () => {
    const { backups } = await listBackups(environment);
    const newest = backups[0]?.id ?? '';
    const snapshot = `backlot-reel-mini-main-${newest}`;
    await (await clients().rds()).deleteDBSnapshot({ DBSnapshotIdentifier: snapshot });
    const restore = restoreBackup(environment, { set: newest, stores: ['main'] });
    await expect(restore).rejects.toMatchObject({ code: 'SnapshotGone', message: expect.stringContaining(snapshot) });
  }, 60_000);

  it('prunes old sets and orphans, but never the newest that was proven', async () => {
    const result = await pruneBackups(environment, { olderThan: '1s', keep: 0 });
    expect(result.sets.map(({ id }) => id)).not.toContain(set.id);
    expect(result.kept.map(({ id }) => id)).toEqual([set.id]);
    expect(result.failed).toEqual([]);
    expect(await listBackups(environment)).toMatchObject({ faults: [] });
    expect((await pruneBackups(environment, { olderThan: '1s', keep: 0 })).sets).toEqual([]);
  }, 60_000);

  it('proves and puts back objects whose keys are any bytes', async () => {
    const s3 = await (await opened()).s3();
    const store: Store = { kind: 's3', name: 'odd', identifier: 'reel-mini-odd' };
    const Bucket = store.identifier;
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    const keys = [
      '\u0001',
      'a\rb',
      'line\nend',
      ' a b ',
      'a+b',
      '100%',
      '%41',
      'ü/🎬',
      '/leading//twice',
      '<&>"',
      'k'.repeat(1_024),
    ];
    for (const Key of keys) await s3.putObject({ Bucket, Key, Body: Key });
    const options = { tools: { stores: async () => [store] } };
    const { id } = await createBackup(environment, options);
    const first = await verifyBackup(environment, { ...options, set: id });
    const [proof] = first.stores;
    expect(proof).toMatchObject({ name: 'odd', outcome: 'proven' });
    expect(proof?.assertions).toContainEqual({
      ...{
        store: 'odd',
        name: 'objects',
        outcome: 'passed',
        expected: String(keys.length),
        actual: String(keys.length),
      },
    });
    for (const Key of keys) await s3.deleteObject({ Bucket, Key });
    const { restored } = await restoreBackup(environment, { ...options, set: id });
    const beside = restored[0]?.identifier ?? '';
    for (const Key of keys) {
      const { Body } = await s3.getObject({ Bucket: beside, Key });
      expect(await Body?.transformToString()).toBe(Key);
    }
    const { Buckets = [] } = await s3.listBuckets({});
    expect(Buckets.filter(({ Name = '' }) => Name.includes('odd')).map(({ Name }) => Name)).toEqual([Bucket, beside]);
  }, 120_000);

  it('neither asks nor deletes a database of somebody else that has the name of the copy', async () => {
    const made = await createBackup(environment, { stores: ['main'] });
    const taken = `reel-mini-main-verify-${made.id}`;
    const rds = await clients().rds();
    const login = { MasterUsername: 'somebody', MasterUserPassword: 'else-entirely' };
    const shape = { DBInstanceClass: 'db.t4g.micro', Engine: 'postgres', AllocatedStorage: 20 };
    await rds.createDBInstance({ DBInstanceIdentifier: taken, ...login, ...shape });
    const { proof } = await verifyBackup(environment, { set: made.id, stores: ['main'] });
    const restored = proof.assertions.find(({ store, name }) => store === 'main' && name === 'restored');
    expect(restored).toMatchObject({ outcome: 'failed', actual: expect.stringContaining('not made for a proof') });
    expect(await instances()).toContain(taken);
    await rds.deleteDBInstance({ DBInstanceIdentifier: taken, SkipFinalSnapshot: true });
  }, 120_000);

  async function instances(): Promise<string[]> {
    const { DBInstances = [] } = await (await clients().rds()).describeDBInstances({});
    return DBInstances.map(({ DBInstanceIdentifier = '' }) => DBInstanceIdentifier).sort();
  }

  async function groups(): Promise<string[]> {
    const { SecurityGroups = [] } = await (await clients().ec2()).describeSecurityGroups({});
    return SecurityGroups.map(({ GroupName = '' }) => GroupName);
  }

  let made: ReturnType<typeof makeClients> | undefined;
  function clients() {
    if (!made) throw new Error('no clients yet');
    return made;
  }

  async function opened() {
    if (!made) {
      const { endpoint, region } = await openCloud(environment, { start: false });
      made = makeClients({ region, endpoint, credentials: { accessKeyId: '000000000000', secretAccessKey: 'x' } });
    }
    return made;
  }

  /** Runs statements as the first user. @returns the first value of the last */
  async function sql(identifier: string, ...statements: string[]): Promise<string | undefined> {
    const made = await opened();
    const login = await new RdsAdapter(made).readLogin({ kind: 'rds', name: identifier, identifier });
    const base =
      login ?? (await new RdsAdapter(made).readLogin({ kind: 'rds', name: '', identifier: 'reel-mini-main' }));
    const { DBInstances = [] } = await (await made.rds()).describeDBInstances({ DBInstanceIdentifier: identifier });
    const client = new pg.Client({ ...base, port: DBInstances[0]?.Endpoint?.Port });
    await client.connect();
    try {
      let value: string | undefined;
      for (const text of statements) value = (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
      return value;
    } finally {
      await client.end();
    }
  }
});
