import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { countFilms, eventually, films, query, TestDatabases } from './test-databases.js';

jest.setTimeout(120_000);

describe('what is kept of a database', () => {
  let sandbox: TestDatabases;
  beforeAll(async () => {
    sandbox = await TestDatabases.start();
    await query(await sandbox.create('main'), films(1000));
  });
  afterAll(() => sandbox.dispose());

  it('is restored beside it from a snapshot, while the database goes on', async () => {
    await sandbox.snapshot('main', 'thousand');
    const main = await sandbox.described('main');
    await query(main, 'DELETE FROM films WHERE id > 10');
    await sandbox.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'beside',
      DBSnapshotIdentifier: 'thousand',
      DBInstanceClass: 'db.t4g.small',
      DeletionProtection: false,
      Tags: [{ Key: 'purpose', Value: 'proof' }],
    });
    const beside = await sandbox.available('beside');
    expect(beside).toMatchObject({ DBInstanceClass: 'db.t4g.small', TagList: [{ Key: 'purpose', Value: 'proof' }] });
    expect(beside.Endpoint?.Port).not.toBe(main.Endpoint?.Port);
    expect([await countFilms(main), await countFilms(beside)]).toEqual([10, 1000]);
    await query(beside, 'INSERT INTO films VALUES (1001)');
    expect([await countFilms(main), await countFilms(beside)]).toEqual([10, 1001]);
  });

  it('keeps its key, which only a copy of its snapshot changes, and what a restore is told', async () => {
    await sandbox.create('sealed', {
      StorageEncrypted: true,
      KmsKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/one',
    });
    await sandbox.snapshot('sealed', 'sealed');
    const other = 'arn:aws:kms:eu-central-1:000000000000:key/two';
    await sandbox.rds.copyDBSnapshot({
      ...{ SourceDBSnapshotIdentifier: 'sealed', TargetDBSnapshotIdentifier: 'resealed', KmsKeyId: other },
    });
    const told = { AllocatedStorage: 40, BackupRetentionPeriod: 14, PreferredBackupWindow: '02:00-02:30' };
    for (const name of ['sealed', 'resealed']) {
      const input = { DBInstanceIdentifier: `${name}-again`, DBSnapshotIdentifier: name, ...told };
      await sandbox.rds.restoreDBInstanceFromDBSnapshot(input);
    }
    await sandbox.rds.restoreDBInstanceToPointInTime({
      ...{ SourceDBInstanceIdentifier: 'sealed', TargetDBInstanceIdentifier: 'sealed-then', MaxAllocatedStorage: 100 },
      UseLatestRestorableTime: true,
    });
    const sealed = { StorageEncrypted: true, KmsKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/one' };
    expect(await sandbox.available('sealed-again')).toMatchObject({ ...sealed, ...told });
    expect(await sandbox.available('resealed-again')).toMatchObject({ StorageEncrypted: true, KmsKeyId: other });
    expect(await sandbox.available('sealed-then')).toMatchObject({ ...sealed, MaxAllocatedStorage: 100 });
    const input = { DBInstanceIdentifier: 'sealed-again', EnablePerformanceInsights: true };
    await sandbox.rds.modifyDBInstance({ ...input, PerformanceInsightsRetentionPeriod: 31, ApplyImmediately: true });
    const insights = { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 31 };
    expect(await sandbox.described('sealed-again')).toMatchObject(insights);
    for (const DBInstanceIdentifier of ['sealed', 'sealed-again', 'resealed-again', 'sealed-then']) {
      await sandbox.rds.deleteDBInstance({ DBInstanceIdentifier, SkipFinalSnapshot: true });
    }
  });

  it('is whole in a snapshot that is taken while rows are written', async () => {
    const main = await sandbox.described('main');
    await query(main, 'CREATE TABLE left_side (n int); CREATE TABLE right_side (n int)');
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n += 1) {
        await query(main, `INSERT INTO left_side VALUES (${n}); INSERT INTO right_side VALUES (${n})`);
      }
    })();
    await sandbox.snapshot('main', 'in-between');
    writing = false;
    await writer;
    await sandbox.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'between',
      DBSnapshotIdentifier: 'in-between',
    });
    const [row] = await query<{ alike: boolean; amount: number }>(
      await sandbox.available('between'),
      `SELECT (SELECT array_agg(n ORDER BY n) FROM left_side) = (SELECT array_agg(n ORDER BY n) FROM right_side) AS alike,
         (SELECT count(*)::int FROM left_side) AS amount`,
    );
    expect(row?.alike).toBe(true);
    expect(row?.amount).toBeGreaterThan(0);
  });

  it('is restored to any moment since its creation, and to the last one', async () => {
    const main = await sandbox.described('main');
    const [{ before } = { before: new Date(0) }] = await query<{ before: Date }>(
      main,
      'SELECT clock_timestamp() AS before',
    );
    // The API takes milliseconds.
    await query(main, 'SELECT pg_sleep(0.05)');
    await query(main, 'INSERT INTO films VALUES (5001)');
    const { DBInstanceAutomatedBackups: kept = [] } = await sandbox.rds.describeDBInstanceAutomatedBackups({
      DBInstanceIdentifier: 'main',
    });
    const { EarliestTime, LatestTime } = kept[0]?.RestoreWindow ?? {};
    expect(EarliestTime?.getTime()).toBeLessThan(before.getTime());
    expect(LatestTime?.getTime()).toBeGreaterThan(before.getTime());
    const source = { SourceDBInstanceIdentifier: 'main' };
    await sandbox.rds.restoreDBInstanceToPointInTime({
      ...source,
      TargetDBInstanceIdentifier: 'then',
      RestoreTime: new Date(before.getTime() + 25),
    });
    await sandbox.rds.restoreDBInstanceToPointInTime({
      ...source,
      TargetDBInstanceIdentifier: 'latest',
      UseLatestRestorableTime: true,
    });
    await sandbox.rds.restoreDBInstanceToPointInTime({
      SourceDBInstanceAutomatedBackupsArn: kept[0]?.DBInstanceAutomatedBackupsArn ?? '',
      TargetDBInstanceIdentifier: 'first',
      RestoreTime: EarliestTime,
    });
    expect(await countFilms(await sandbox.available('then'))).toBe(10);
    expect(await countFilms(await sandbox.available('latest'))).toBe(11);
    await expect(countFilms(await sandbox.available('first'))).rejects.toThrow(/"films" does not exist/);
  });

  it('goes on being restorable in what was restored', async () => {
    const then = await sandbox.described('then');
    await query(then, 'DELETE FROM films');
    await sandbox.rds.restoreDBInstanceToPointInTime({
      SourceDBInstanceIdentifier: 'then',
      TargetDBInstanceIdentifier: 'then-again',
      RestoreTime: (await sandbox.rds.describeDBInstanceAutomatedBackups({ DBInstanceIdentifier: 'then' }))
        .DBInstanceAutomatedBackups?.[0]?.RestoreWindow?.EarliestTime,
    });
    expect(await countFilms(await sandbox.available('then-again'))).toBe(10);
  });

  it('is not told of for moments that are not there', async () => {
    const request = { SourceDBInstanceIdentifier: 'main', TargetDBInstanceIdentifier: 'never' };
    const restore = (RestoreTime: Date) => sandbox.rds.restoreDBInstanceToPointInTime({ ...request, RestoreTime });
    await expect(restore(new Date(0))).rejects.toThrow(
      /cannot be restored to 1970-01-01T00:00:00Z: that has to be from/,
    );
    await expect(restore(new Date(Date.now() + 60_000))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(sandbox.rds.restoreDBInstanceToPointInTime(request)).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
    await sandbox.rds.modifyDBInstance({
      DBInstanceIdentifier: 'beside',
      BackupRetentionPeriod: 0,
      ApplyImmediately: true,
    });
    expect((await sandbox.described('beside')).LatestRestorableTime).toBeUndefined();
    await expect(
      sandbox.rds.restoreDBInstanceToPointInTime({
        ...request,
        SourceDBInstanceIdentifier: 'beside',
        UseLatestRestorableTime: true,
      }),
    ).rejects.toMatchObject({ name: 'PointInTimeRestoreNotEnabledFault' });
    await expect(sandbox.described('never')).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  });

  it('outlives the database in its last snapshot, and in copies of that', async () => {
    const beside = { DBInstanceIdentifier: 'beside' };
    await expect(sandbox.rds.deleteDBInstance(beside)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    await expect(
      sandbox.rds.deleteDBInstance({ ...beside, FinalDBSnapshotIdentifier: 'thousand' }),
    ).rejects.toMatchObject({ name: 'DBSnapshotAlreadyExistsFault' });
    await sandbox.rds.deleteDBInstance({ ...beside, FinalDBSnapshotIdentifier: 'last' });
    await sandbox.rds.copyDBSnapshot({
      SourceDBSnapshotIdentifier: 'last',
      TargetDBSnapshotIdentifier: 'copied',
      Tags: [{ Key: 'copy', Value: 'yes' }],
    });
    await sandbox.rds.deleteDBSnapshot({ DBSnapshotIdentifier: 'last' });
    await expect(
      sandbox.rds.restoreDBInstanceFromDBSnapshot({ ...beside, DBSnapshotIdentifier: 'last' }),
    ).rejects.toMatchObject({ name: 'DBSnapshotNotFoundFault' });
    await sandbox.rds.restoreDBInstanceFromDBSnapshot({ ...beside, DBSnapshotIdentifier: 'copied' });
    expect(await countFilms(await sandbox.available('beside'))).toBe(1001);
  });

  it('is followed by a replica, which can be read, and is a database of its own once promoted', async () => {
    await sandbox.rds.createDBInstanceReadReplica({
      SourceDBInstanceIdentifier: 'main',
      DBInstanceIdentifier: 'replica',
    });
    const replica = await sandbox.available('replica');
    const main = await sandbox.described('main');
    expect(main.ReadReplicaDBInstanceIdentifiers).toEqual(['replica']);
    await query(main, 'INSERT INTO films VALUES (6001)');
    await eventually('the row', async () => (await countFilms(replica)) === 12 || undefined);
    await expect(query(replica, 'DELETE FROM films')).rejects.toThrow(/read-only transaction/);
    await sandbox.rds.promoteReadReplica({ DBInstanceIdentifier: 'replica', BackupRetentionPeriod: 1 });
    await query(replica, 'DELETE FROM films');
    expect([await countFilms(main), await countFilms(replica)]).toEqual([12, 0]);
    expect((await sandbox.described('main')).ReadReplicaDBInstanceIdentifiers).toEqual([]);
    expect((await sandbox.described('replica')).LatestRestorableTime).toBeInstanceOf(Date);
  });
});
