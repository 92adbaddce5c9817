import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const primary = {
  identifier: 'main',
  engine: 'postgres',
  engine_version: '17',
  instance_class: 'db.t4g.medium',
  db_name: 'movies',
  username: 'platform',
  manage_master_user_password: true,
  master_user_secret_kms_key_id: ref('aws_kms_key.key.arn'),
  allocated_storage: 20,
  max_allocated_storage: 100,
  storage_type: 'gp3',
  storage_encrypted: true,
  kms_key_id: ref('aws_kms_key.key.arn'),
  multi_az: true,
  db_subnet_group_name: ref('aws_db_subnet_group.group.name'),
  parameter_group_name: ref('aws_db_parameter_group.group.name'),
  vpc_security_group_ids: [ref('aws_security_group.database.id')],
  iam_database_authentication_enabled: true,
  ca_cert_identifier: 'rds-ca-rsa4096-g1',
  backup_retention_period: 14,
  backup_window: '02:00-03:00',
  maintenance_window: 'Sun:03:30-Sun:04:30',
  copy_tags_to_snapshot: true,
  delete_automated_backups: true,
  deletion_protection: true,
  enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
  monitoring_interval: 60,
  monitoring_role_arn: ref('aws_iam_role.monitoring.arn'),
  performance_insights_enabled: true,
  performance_insights_kms_key_id: ref('aws_kms_key.key.arn'),
  performance_insights_retention_period: 7,
  publicly_accessible: false,
  skip_final_snapshot: true,
  tags: { tier: 'data' },
};

const replica = {
  identifier: 'main-replica',
  replicate_source_db: ref('aws_db_instance.main.identifier'),
  instance_class: 'db.t4g.large',
  storage_encrypted: true,
  backup_retention_period: 0,
  max_allocated_storage: 200,
  parameter_group_name: ref('aws_db_instance.main.parameter_group_name'),
  vpc_security_group_ids: [ref('aws_security_group.database.id')],
  iam_database_authentication_enabled: true,
  maintenance_window: 'mon:03:30-mon:04:30',
  monitoring_interval: 30,
  monitoring_role_arn: ref('aws_iam_role.monitoring.arn'),
  deletion_protection: true,
  copy_tags_to_snapshot: true,
  performance_insights_enabled: true,
  skip_final_snapshot: true,
};

const surroundings = {
  aws_kms_key: { key: {}, other: {} },
  aws_vpc: { vpc: { cidr_block: '10.0.0.0/16' } },
  aws_subnet: {
    a: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.1.0/24', availability_zone: 'eu-central-1a' },
    b: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.2.0/24', availability_zone: 'eu-central-1b' },
  },
  aws_db_subnet_group: { group: { name: 'data', subnet_ids: [ref('aws_subnet.a.id'), ref('aws_subnet.b.id')] } },
  aws_db_parameter_group: { group: { name: 'main', family: 'postgres17' } },
  aws_security_group: { database: { name: 'database', vpc_id: ref('aws_vpc.vpc.id') } },
  aws_iam_role: {
    monitoring: {
      name: 'monitoring',
      assume_role_policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'monitoring.rds.amazonaws.com' } },
        ],
      }),
    },
  },
};

/** Rows of a statement at a database that Terraform knows. */
const queried = async (
  { address: host, port }: { address?: string; port?: number },
  { username: user, password, database }: Record<string, string>,
  statement: string,
): Promise<object[]> => {
  const client = new Client({ host, port, user, password, database });
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return rows;
  } finally {
    await client.end();
  }
};

/** A replica follows within a moment. */
const eventually = async (check: () => Promise<void>): Promise<void> => {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(50);
    }
  }
};

const described = async (identifier: string) => {
  const answer = await cloud.call('rds', 'DescribeDBInstances', { DBInstanceIdentifier: identifier });
  return answer.DBInstances[0];
};

describe('database instances', () => {
  describeLife({
    cloud: () => cloud,
    resources: { ...surroundings, aws_db_instance: { main: primary, replica } },
    created: async () => {
      expect(await described('main')).toMatchObject({
        DBInstanceClass: 'db.t4g.medium',
        AllocatedStorage: 20,
        MaxAllocatedStorage: 100,
        StorageType: 'gp3',
        StorageEncrypted: true,
        MultiAZ: true,
        BackupRetentionPeriod: 14,
        PreferredBackupWindow: '02:00-03:00',
        CACertificateIdentifier: 'rds-ca-rsa4096-g1',
        IAMDatabaseAuthenticationEnabled: true,
        PerformanceInsightsEnabled: true,
        MonitoringInterval: 60,
        DeletionProtection: true,
        DBSubnetGroup: { DBSubnetGroupName: 'data' },
      });
      expect(await described('main-replica')).toMatchObject({
        ReadReplicaSourceDBInstanceIdentifier: 'main',
        DBInstanceClass: 'db.t4g.large',
        BackupRetentionPeriod: 0,
        MaxAllocatedStorage: 200,
        MonitoringInterval: 30,
        PreferredMaintenanceWindow: 'mon:03:30-mon:04:30',
      });
      const state = await cloud.attributes('aws_db_instance.main');
      expect(state).toMatchObject({
        arn: `arn:aws:rds:eu-central-1:${cloud.account}:db:main`,
        address: '127.0.0.1',
        endpoint: `127.0.0.1:${state.port}`,
        status: 'available',
        engine_version_actual: '17',
      });
      expect(state.id).toBe(state.resource_id);
      const [secret] = state.master_user_secret;
      const { SecretString } = await cloud.call('secretsmanager', 'GetSecretValue', { SecretId: secret.secret_arn });
      expect(JSON.parse(SecretString)).toEqual({ username: 'platform', password: expect.stringMatching(/^.{20,}$/) });
      expect(secret.kms_key_id).toBe(state.kms_key_id);
      expect(JSON.stringify(state)).not.toContain(JSON.parse(SecretString).password);
      const { MasterUserSecret } = await described('main');
      expect(MasterUserSecret).toMatchObject({ SecretArn: secret.secret_arn, SecretStatus: 'active' });
      const login = { ...JSON.parse(SecretString), database: 'movies' };
      await queried(state, login, 'CREATE TABLE films (id int); INSERT INTO films SELECT generate_series(1, 7)');
      await eventually(async () => {
        const copy = await cloud.attributes('aws_db_instance.replica');
        expect(await queried(copy, login, 'SELECT count(*)::int AS films FROM films')).toEqual([{ films: 7 }]);
      });
    },
    changed: {
      ...surroundings,
      aws_db_instance: {
        main: {
          ...primary,
          instance_class: 'db.m7g.large',
          allocated_storage: 50,
          max_allocated_storage: null,
          multi_az: false,
          engine_version: '17.6',
          backup_window: '04:00-05:00',
          deletion_protection: false,
          enabled_cloudwatch_logs_exports: ['postgresql'],
          master_user_secret_kms_key_id: ref('aws_kms_key.other.arn'),
          performance_insights_retention_period: 31,
          monitoring_interval: 15,
          tags: { tier: 'store' },
        },
        replica: { ...replica, deletion_protection: false, replicate_source_db: null, backup_retention_period: 3 },
      },
    },
    changes: ['update aws_db_instance.main', 'update aws_db_instance.replica'],
    updated: async () => {
      const main = await described('main');
      expect(main).toMatchObject({
        DBInstanceClass: 'db.m7g.large',
        AllocatedStorage: 50,
        MultiAZ: false,
        EngineVersion: '17.6',
        PreferredBackupWindow: '04:00-05:00',
        MonitoringInterval: 15,
        DeletionProtection: false,
      });
      expect(main.MaxAllocatedStorage).toBeUndefined();
      const [secret] = (await cloud.attributes('aws_db_instance.main')).master_user_secret;
      expect(secret.kms_key_id).toBe((await cloud.attributes('aws_kms_key.other')).arn);
      const promoted = await described('main-replica');
      expect(promoted).toMatchObject({ BackupRetentionPeriod: 3 });
      expect(promoted.ReadReplicaSourceDBInstanceIdentifier || undefined).toBeUndefined();
    },
    meddle: async () => {
      const [secret] = (await cloud.attributes('aws_db_instance.main')).master_user_secret;
      await cloud.call('secretsmanager', 'DeleteSecret', {
        SecretId: secret.secret_arn,
        ForceDeleteWithoutRecovery: true,
      });
      await cloud.call('rds', 'ModifyDBInstance', {
        DBInstanceIdentifier: 'main',
        ApplyImmediately: true,
        DeletionProtection: true,
        EnableIAMDatabaseAuthentication: false,
        BackupRetentionPeriod: 1,
      });
      await cloud.call('rds', 'AddTagsToResource', {
        ResourceName: `arn:aws:rds:eu-central-1:${cloud.account}:db:main`,
        Tags: [{ Key: 'tier', Value: 'lost' }],
      });
    },
    drift: {
      'aws_db_instance.main': [
        'backup_retention_period',
        'deletion_protection',
        'iam_database_authentication_enabled',
        'manage_master_user_password',
        'master_user_secret',
        'tags',
      ],
    },
    imports: async () => ({
      ...(await cloud.ids(surroundings)),
      'aws_db_instance.main': 'main',
      'aws_db_instance.replica': 'main-replica',
    }),
    unknownToImport: {
      'aws_db_instance.main': [
        'enabled_cloudwatch_logs_exports',
        'performance_insights_kms_key_id',
        'skip_final_snapshot',
      ],
      'aws_db_instance.replica': ['skip_final_snapshot'],
    },
    destroyed: async () => {
      expect((await cloud.call('rds', 'DescribeDBInstances', {})).DBInstances ?? []).toEqual([]);
      expect((await cloud.call('secretsmanager', 'ListSecrets', {})).SecretList ?? []).toEqual([]);
    },
  });

  it('asks for a last snapshot, takes it, and restores another instance from it', async () => {
    const old = {
      identifier: 'old',
      engine: 'postgres',
      instance_class: 'db.t4g.medium',
      allocated_storage: 20,
      username: 'platform',
      password: 'not-a-secret',
    };
    await cloud.configure({ aws_db_instance: { old } });
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const login = { username: 'platform', password: 'not-a-secret', database: 'postgres' };
    const first = await cloud.attributes('aws_db_instance.old');
    await queried(first, login, 'CREATE TABLE films (id int); INSERT INTO films SELECT generate_series(1, 5)');
    await expect(cloud.destroy()).rejects.toThrow(/final_snapshot_identifier/);
    await cloud.configure({ aws_db_instance: { old: { ...old, final_snapshot_identifier: 'last' } } });
    await cloud.apply();
    await cloud.destroy();
    const { DBSnapshots } = await cloud.call('rds', 'DescribeDBSnapshots', { DBSnapshotIdentifier: 'last' });
    expect(DBSnapshots).toHaveLength(1);
    const restored = {
      identifier: 'new',
      instance_class: 'db.m7g.large',
      snapshot_identifier: 'last',
      password: 'another-one',
      backup_retention_period: 7,
      deletion_protection: true,
    };
    await cloud.configure({ aws_db_instance: { restored } });
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    expect(await described('new')).toMatchObject({
      DBInstanceClass: 'db.m7g.large',
      BackupRetentionPeriod: 7,
      MasterUsername: 'platform',
    });
    const second = await cloud.attributes('aws_db_instance.restored');
    await expect(queried(second, login, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    const films = 'SELECT count(*)::int AS films FROM films';
    expect(await queried(second, { ...login, password: 'another-one' }, films)).toEqual([{ films: 5 }]);
    const past = {
      identifier: 'past',
      instance_class: 'db.t4g.micro',
      password: 'another-one',
      restore_to_point_in_time: [{ source_db_instance_identifier: 'new', use_latest_restorable_time: true }],
      skip_final_snapshot: true,
    };
    await cloud.configure({ aws_db_instance: { restored, past } });
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const third = await cloud.attributes('aws_db_instance.past');
    expect(await queried(third, { ...login, password: 'another-one' }, films)).toEqual([{ films: 5 }]);
    const open = { ...restored, deletion_protection: false, skip_final_snapshot: true };
    await expect(cloud.destroy()).rejects.toThrow();
    await cloud.configure({ aws_db_instance: { restored: open } });
    await cloud.apply();
    await cloud.destroy();
  });
});
