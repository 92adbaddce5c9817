import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Moto, startMoto } from '../../../../test/moto/start-moto.js';
import { type Adapters, awsAdapters, snapshotName } from '../adapters.js';
import { type Clients, makeClients } from '../clients.js';
import { type Look, type Ownership, type RestoreRequest, type Store, type StoreAdapter, VERSIONING } from '../store.js';

const ownership: Ownership = {
  platform: 'movies',
  environment: 'prod',
  set: '20261121t101717-3f9a',
  purpose: 'backup',
};

describe('adapters of stores against moto', () => {
  let moto: Moto;
  let clients: Clients;
  let adapters: Adapters;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    clients = makeClients({ region: 'eu-central-1', endpoint: moto.endpoint, credentials });
    const listings = { bucket: 'movies-prod-state', prefix: 'prod/backups/' };
    adapters = awsAdapters(clients, { listings, access: undefined });
    const s3 = await clients.s3();
    await s3.createBucket({
      Bucket: listings.bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    });
  }, 180_000);

  afterAll(async () => {
    clients?.close();
    await moto?.stop();
  });

  function adapterOf(kind: Store['kind']): StoreAdapter {
    const adapter = adapters.get(kind);
    if (!adapter) throw new Error(`no adapter of ${kind}`);
    return adapter;
  }

  /** Looks until it is there; the deadline is the test's own. */
  async function until<T>(look: () => Promise<Look<T>>): Promise<Look<T>> {
    for (let at = 0; at < 50; at++) {
      const seen = await look();
      if (seen.state !== 'creating') return seen;
    }
    throw new Error('it is still being made');
  }

  async function copy(adapter: StoreAdapter, store: Store) {
    const id = snapshotName(store, ownership);
    const begun = await adapter.start(store, id, ownership);
    const again = await adapter.start(store, id, ownership);
    expect(again.id).toBe(begun.id);
    const look = await until(() => adapter.look(store, begun));
    expect(look.state).toBe('available');
    return { ...begun, ...look.found };
  }

  async function request(adapter: StoreAdapter, store: Store, more: Partial<RestoreRequest>): Promise<RestoreRequest> {
    const placement = (await adapter.placement(store)) ?? {};
    const target = `${store.identifier}-r`;
    return { store, target, placement, ownership: { ...ownership, purpose: 'restore' }, ...more };
  }

  it('copies an instance of RDS, restores it from the copy and to a point in time, and removes it', async () => {
    const rds = await clients.rds();
    const store: Store = { kind: 'rds', name: 'main', identifier: 'movies-prod-main' };
    await rds.createDBInstance({
      ...{ DBInstanceIdentifier: store.identifier, Engine: 'postgres', DBInstanceClass: 'db.t4g.medium' },
      ...{ AllocatedStorage: 20, MasterUsername: 'platform', MasterUserPassword: 'not-a-secret', DBName: 'app' },
      ...{ BackupRetentionPeriod: 7 },
    });
    const adapter = adapterOf('rds');
    const snapshot = await copy(adapter, store);
    expect(snapshot.sizeBytes).toBe(20 * 1024 ** 3);
    const wish = await request(adapter, store, { snapshot });
    await adapter.restore(wish);
    await adapter.restore(wish);
    const restored = await until(() => adapter.lookRestored(wish));
    expect(restored).toMatchObject({ state: 'available', found: { identifier: wish.target } });
    const toTime = new Date().toISOString();
    const timed = await request(adapter, store, { toTime, target: 'movies-prod-main-t' });
    await adapter.restore(timed);
    expect((await until(() => adapter.lookRestored(timed))).state).toBe('available');
    const found = await adapter.tagged(ownership);
    const names = found.map(({ what, id, purpose }) => `${what} ${id} ${purpose}`).sort();
    expect(names).toEqual([
      `snapshot ${snapshot.id} backup`,
      `store movies-prod-main-r restore`,
      'store movies-prod-main-t restore',
    ]);
    expect(await adapter.tagged({ ...ownership, environment: 'staging' })).toEqual([]);
    for (const { target } of [wish, timed]) {
      expect(await adapter.removeRestored(target)).toBe(true);
      expect(await adapter.exists(target)).toBe(false);
    }
    expect(await adapter.remove(store, snapshot)).toBe(true);
    expect(await adapter.remove(store, snapshot)).toBe(false);
    expect((await adapter.look(store, snapshot)).state).toBe('gone');
  });

  // Of the engines of this API moto has no docdb: the client of DocumentDB is tried with another one.
  it.each([
    ['aurora', 'aurora-postgresql'],
    ['documentdb', 'aurora-postgresql'],
  ] as const)(
    'copies a cluster of kind %s (%s), restores it with an instance, also to a point in time',
    async (kind, Engine) => {
      const docdb = await clients.documentdb();
      const store: Store = { kind, name: 'titles', identifier: `movies-prod-${kind}` };
      await docdb.createDBCluster({
        ...{ DBClusterIdentifier: store.identifier, Engine, MasterUsername: 'platform' },
        MasterUserPassword: 'not-a-secret',
      });
      await docdb.createDBInstance({
        ...{ DBInstanceIdentifier: `${store.identifier}-1`, DBClusterIdentifier: store.identifier },
        ...{ DBInstanceClass: 'db.r6g.large', Engine },
      });
      const adapter = adapterOf(kind);
      const snapshot = await copy(adapter, store);
      for (const more of [{ snapshot }, { toTime: new Date().toISOString(), target: `${store.identifier}-t` }]) {
        const wish = await request(adapter, store, more);
        await adapter.restore(wish);
        expect((await until(() => adapter.lookRestored(wish))).state).toBe('available');
        const { DBInstances = [] } = await docdb.describeDBInstances({ DBInstanceIdentifier: `${wish.target}-1` });
        expect(DBInstances[0]?.DBInstanceClass).toBe('db.r6g.large');
        const tagged = await adapterOf('aurora').tagged(ownership);
        expect(tagged.map(({ id }) => id)).toEqual(expect.arrayContaining([snapshot.id, wish.target]));
        expect(await adapter.removeRestored(wish.target)).toBe(true);
      }
      expect(await adapterOf('documentdb').tagged(ownership)).toEqual([]);
      expect(await adapter.remove(store, snapshot)).toBe(true);
    },
  );

  it('copies a table of DynamoDB and proves its items, from the copy and at a point in time', async () => {
    const db = await clients.dynamodb();
    const store: Store = { kind: 'dynamodb', name: 'views', identifier: 'movies-prod-views' };
    await db.createTable({
      TableName: store.identifier,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const adapter = adapterOf('dynamodb');
    expect(await adapter.restorableTimes(store)).toBeUndefined();
    await db.updateContinuousBackups({
      TableName: store.identifier,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(await adapter.restorableTimes(store)).toHaveProperty('latest');
    for (let at = 0; at < 5; at++) {
      await db.putItem({ TableName: store.identifier, Item: { id: { S: String(at) } } });
    }
    const counted = { items: 5 };
    expect(await adapter.countItems?.(store)).toEqual(counted);
    const snapshot = await copy(adapter, store);
    for (const more of [{ snapshot }, { toTime: new Date().toISOString(), target: 'movies-prod-views-t' }]) {
      const wish = await request(adapter, store, more);
      await adapter.restore(wish);
      expect((await until(() => adapter.lookRestored(wish))).state).toBe('available');
      expect(await adapter.checks?.(wish, counted)).toEqual([
        { name: 'items', expected: '5', actual: '5', passed: true, counts: true },
      ]);
      expect((await adapter.checks?.(wish, { items: 6 }))?.[0]?.passed).toBe(false);
      expect((await adapter.checks?.(wish, { items: 6, itemsAfter: 4 }))?.[0]).toMatchObject({
        ...{ expected: '4 to 6', passed: true },
      });
      expect(await adapter.checks?.(wish, undefined)).toEqual([]);
      expect(await adapter.removeRestored(wish.target)).toBe(true);
    }
    expect((await adapter.tagged(ownership)).map(({ set }) => set)).toEqual([ownership.set]);
    expect(await adapter.remove(store, snapshot)).toBe(true);
  });

  it('copies a replication group of ElastiCache by a snapshot', async () => {
    const cache = await clients.elasticache();
    const store: Store = { kind: 'elasticache', name: 'cache', identifier: 'movies-prod-cache' };
    await cache.createReplicationGroup({
      ...{ ReplicationGroupId: store.identifier, ReplicationGroupDescription: 'cache', Engine: 'redis' },
      ...{ CacheNodeType: 'cache.t4g.small', NumCacheClusters: 2, AutomaticFailoverEnabled: true },
    });
    const adapter = adapterOf('elasticache');
    expect(await adapter.placement(store)).toMatchObject({ CacheNodeType: 'cache.t4g.small' });
    const snapshot = await copy(adapter, store);
    expect(await adapter.restorableTimes(store)).toBeUndefined();
    const wish = await request(adapter, store, { snapshot });
    await adapter.restore(wish);
    expect((await until(() => adapter.lookRestored(wish))).state).toBe('available');
    // No node tells its keys here: what was not counted says so, and counts as nothing.
    expect(await adapter.countItems?.(store)).toBeUndefined();
    const keys = { name: 'keys', passed: false, counts: false };
    expect(await adapter.checks?.(wish, { items: 3 })).toContainEqual(expect.objectContaining(keys));
    expect((await adapter.checks?.(wish, undefined))?.some(({ counts }) => counts)).toBe(false);
    expect(await adapter.removeRestored(wish.target)).toBe(true);
    expect(await adapter.remove(store, snapshot)).toBe(true);
  });

  it('counts the keys of a cache as its nodes tell CloudWatch', async () => {
    const cache = await clients.elasticache();
    const store: Store = { kind: 'elasticache', name: 'sessions', identifier: 'movies-prod-sessions' };
    const { ReplicationGroup } = await cache.createReplicationGroup({
      ...{ ReplicationGroupId: store.identifier, ReplicationGroupDescription: 'sessions', Engine: 'redis' },
      ...{ CacheNodeType: 'cache.t4g.small', NumCacheClusters: 1 },
    });
    const node = ReplicationGroup?.MemberClusters?.[0] ?? '';
    const dimensions = { CacheClusterId: node, CacheNodeId: '0001' };
    await (await clients.cloudwatch()).putMetricData({
      Namespace: 'AWS/ElastiCache',
      MetricData: [
        {
          ...{ MetricName: 'CurrItems', Value: 42, Timestamp: new Date() },
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
      ],
    });
    const adapter = adapterOf('elasticache');
    expect(await adapter.countItems?.(store)).toEqual({ items: 42, estimate: 'by CurrItems of CloudWatch' });
    const wish = await request(adapter, store, { target: store.identifier, placement: {} });
    const [check] = (await adapter.checks?.(wish, { items: 42 })) ?? [];
    expect(check).toMatchObject({ name: 'keys', actual: '42', passed: true, counts: true });
    expect((await adapter.checks?.(wish, { items: 0 }))?.[0]).toMatchObject({ passed: false });
  });

  it('lists the versions of a bucket, and restores what was overwritten and deleted since', async () => {
    const s3 = await clients.s3();
    const store: Store = { kind: 's3', name: 'uploads', identifier: 'movies-prod-uploads' };
    const where = { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } } as const;
    await s3.createBucket({ Bucket: store.identifier, ...where });
    const adapter = adapterOf('s3');
    await expect(copy(adapter, store)).rejects.toMatchObject({ code: 'NotBackedUp' });
    const suspended = copy(adapter, { ...store, attributes: { [VERSIONING]: 'Enabled' } });
    await expect(suspended).rejects.toMatchObject({ code: 'VersionsSuspended' });
    await s3.putBucketVersioning({ Bucket: store.identifier, VersioningConfiguration: { Status: 'Enabled' } });
    for (const Key of ['a', 'b/ü', 'c']) await s3.putObject({ Bucket: store.identifier, Key, Body: `first ${Key}` });
    const snapshot = await copy(adapter, store);
    await s3.putObject({ Bucket: store.identifier, Key: 'a', Body: 'second' });
    await s3.deleteObject({ Bucket: store.identifier, Key: 'b/ü' });
    const wish = await request(adapter, store, { snapshot });
    await adapter.restore(wish);
    expect((await until(() => adapter.lookRestored(wish))).state).toBe('available');
    const a = await s3.getObject({ Bucket: wish.target, Key: 'a' });
    expect(await a.Body?.transformToString()).toBe('first a');
    expect(await adapter.checks?.(wish, undefined)).toEqual([
      { name: 'objects', expected: '3', actual: '3', passed: true, counts: true },
    ]);
    await s3.deleteObject({ Bucket: wish.target, Key: 'c' });
    const missing = '2; "c" is missing or another';
    expect((await adapter.checks?.(wish, undefined))?.[0]).toMatchObject({ actual: missing, passed: false });
    expect(await adapter.removeRestored(wish.target)).toBe(true);
    const listing = { Bucket: 'movies-prod-state', Key: String(snapshot.facts?.key) };
    await s3.putObject({ ...listing, Body: (await import('node:zlib')).gzipSync('{"key":"a"}') });
    expect(await adapter.look(store, snapshot)).toMatchObject({ state: 'failed' });
    expect((await adapter.checks?.(wish, undefined))?.[0]).toMatchObject({
      ...{ actual: 'the listing is gone, or not what was written', passed: false },
    });
  });
});
