import type { DBInstance, DBSnapshot, RDS } from '@aws-sdk/client-rds';
import { describe, expect, it } from '@jest/globals';
import { CHANGEABLE } from '../../../../sandbox/aws/handlers/rds/instance-attributes.js';
import type { Clients } from '../clients.js';
import { RdsAdapter } from '../rds.js';
import { appliedSettings } from '../rds-settings.js';
import type { Ownership, RestoreRequest } from '../store.js';

type Call = Record<string, unknown>;

/** As much of RDS as a restore asks for; each thing is there at once. */
class MemoryRds {
  readonly calls: [string, Call][] = [];
  readonly instances = new Map<string, DBInstance>();
  readonly snapshots = new Map<string, DBSnapshot>();

  async describeDBInstances({ DBInstanceIdentifier: id = '' }: Call) {
    const found = this.instances.get(String(id));
    if (!found) throw Object.assign(new Error(`${id} not found`), { name: 'DBInstanceNotFoundFault' });
    return { DBInstances: [found] };
  }
  async describeDBSnapshots({ DBSnapshotIdentifier: id = '' }: Call) {
    const found = this.snapshots.get(String(id));
    if (!found) throw Object.assign(new Error(`${id} not found`), { name: 'DBSnapshotNotFoundFault' });
    return { DBSnapshots: [found] };
  }
  async copyDBSnapshot(input: Call) {
    this.calls.push(['copy', input]);
    const id = String(input.TargetDBSnapshotIdentifier);
    this.snapshots.set(id, { DBSnapshotIdentifier: id, Status: 'available', KmsKeyId: String(input.KmsKeyId) });
  }
  async deleteDBSnapshot({ DBSnapshotIdentifier: id }: Call) {
    this.calls.push(['remove copy', { id }]);
    this.snapshots.delete(String(id));
  }
  async restoreDBInstanceFromDBSnapshot(input: Call) {
    this.make('restore', String(input.DBInstanceIdentifier), input);
  }
  async restoreDBInstanceToPointInTime(input: Call) {
    this.make('restore to time', String(input.TargetDBInstanceIdentifier), input);
  }
  async createDBInstanceReadReplica(input: Call) {
    this.make('replica', String(input.DBInstanceIdentifier), input);
  }
  async modifyDBInstance(input: Call) {
    this.calls.push(['modify', input]);
  }
  of(name: string): Call[] {
    return this.calls.flatMap(([each, input]) => (each === name ? [input] : []));
  }
  private make(call: string, id: string, input: Call) {
    this.calls.push([call, input]);
    this.instances.set(id, {
      DBInstanceIdentifier: id,
      DBInstanceStatus: 'available',
      AllocatedStorage: 20,
      Endpoint: { Address: 'db', Port: 5432 },
    });
  }
}

const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/data';
/** What Terraform's state has of a database. */
const APPLIED = {
  identifier: 'movies-prod-main',
  allocated_storage: 60,
  auto_minor_version_upgrade: true,
  availability_zone: 'eu-central-1b',
  backup_retention_period: 14,
  backup_window: '02:00-03:00',
  ca_cert_identifier: 'rds-ca-rsa2048-g1',
  copy_tags_to_snapshot: true,
  database_insights_mode: 'standard',
  db_subnet_group_name: 'movies-prod-databases',
  deletion_protection: true,
  enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
  engine_version: '17',
  iam_database_authentication_enabled: true,
  instance_class: 'db.r8g.large',
  iops: 3000,
  kms_key_id: KEY,
  maintenance_window: 'sun:04:00-sun:05:00',
  manage_master_user_password: true,
  master_user_secret_kms_key_id: 'secrets',
  max_allocated_storage: 100,
  monitoring_interval: 60,
  monitoring_role_arn: 'arn:aws:iam::000000000000:role/monitoring',
  multi_az: true,
  network_type: 'IPV4',
  option_group_name: 'default:postgres-17',
  parameter_group_name: 'movies-prod-main-postgres17',
  performance_insights_enabled: true,
  performance_insights_kms_key_id: KEY,
  performance_insights_retention_period: 465,
  port: 5432,
  publicly_accessible: false,
  storage_throughput: 125,
  storage_type: 'gp3',
  tags_all: { owner: 'team' },
  vpc_security_group_ids: ['sg-1'],
};

function request(more: Partial<RestoreRequest> = {}, purpose: Ownership['purpose'] = 'restore'): RestoreRequest {
  return {
    store: { kind: 'rds', name: 'main', identifier: 'movies-prod-main', attributes: APPLIED },
    snapshot: { id: 'snap', sizeBytes: 20 * 1024 ** 3 },
    target: 'beside',
    placement: { DBInstanceClass: 'db.t4g.small', BackupRetentionPeriod: 1 },
    ownership: { platform: 'movies', environment: 'prod', set: '20261121t101717-3f9a', purpose },
    ...more,
  };
}

async function restore(wish: RestoreRequest, snapshot: Partial<DBSnapshot> = { KmsKeyId: KEY }): Promise<MemoryRds> {
  const rds = new MemoryRds();
  rds.snapshots.set('snap', { DBSnapshotIdentifier: 'snap', Status: 'available', ...snapshot });
  const adapter = new RdsAdapter({ rds: async () => rds as unknown as RDS } as Clients);
  await adapter.restore(wish);
  for (let looks = 0; looks < 20; looks += 1) {
    const { state } = await adapter.lookRestored(wish);
    if (state !== 'creating') return rds;
  }
  throw new Error('it is still being made');
}

describe('what a database is restored with', () => {
  it('is every setting that was applied, by the restore or told afterwards', async () => {
    const rds = await restore(request());
    const [made = {}] = rds.of('restore');
    const [told = {}] = rds.of('modify');
    const { tags: _tags, KmsKeyId: _key, ...settings } = appliedSettings(APPLIED);
    expect({ ...told, ...made }).toMatchObject(settings);
    expect(told).toMatchObject({
      ...{
        BackupRetentionPeriod: 14,
        MaxAllocatedStorage: 100,
        MonitoringInterval: 60,
        PerformanceInsightsRetentionPeriod: 465,
      },
      ...{ MonitoringRoleArn: APPLIED.monitoring_role_arn, PreferredMaintenanceWindow: 'sun:04:00-sun:05:00' },
      ...{ ApplyImmediately: true, CloudwatchLogsExportConfiguration: { EnableLogTypes: ['postgresql', 'upgrade'] } },
    });
  });

  it.each(Object.keys(APPLIED).filter((name) => CHANGEABLE.includes(name)))(
    'has %s, or leaves it out for a reason',
    (name) => {
      const without = Object.fromEntries(Object.entries(APPLIED).filter(([each]) => each !== name));
      const same = JSON.stringify(appliedSettings(APPLIED)) === JSON.stringify(appliedSettings(without));
      // Chosen by its place or version, or refused by RDS although it tells them.
      expect(same).toBe(['engine_version', 'iops', 'option_group_name', 'storage_throughput'].includes(name));
    },
  );

  it('is what RDS takes: IOPS only where they can be chosen, no zone, no limit without room', () => {
    const wide = { ...APPLIED, allocated_storage: 500 };
    expect(appliedSettings(wide)).toMatchObject({ Iops: 3000, StorageThroughput: 125 });
    expect(appliedSettings({ ...APPLIED, storage_type: 'io2' })).toMatchObject({ Iops: 3000 });
    expect(appliedSettings({ ...APPLIED, max_allocated_storage: 0 })).not.toHaveProperty('MaxAllocatedStorage');
    expect(appliedSettings(APPLIED)).not.toHaveProperty('AvailabilityZone');
    const off = { ...APPLIED, customer_owned_ip_enabled: false, dedicated_log_volume: false, domain_dns_ips: [] };
    expect(appliedSettings(off)).toEqual(appliedSettings(APPLIED));
    expect(appliedSettings({ ...off, dedicated_log_volume: true })).toHaveProperty('DedicatedLogVolume', true);
  });

  it('is what the manifest has where no state knows it', async () => {
    const rds = await restore(request({ store: { kind: 'rds', name: 'main', identifier: 'movies-prod-main' } }));
    expect(rds.of('restore')[0]).toMatchObject({ DBInstanceClass: 'db.t4g.small' });
    expect(rds.of('modify')[0]).toMatchObject({ BackupRetentionPeriod: 1 });
  });

  it('is never smaller than what it comes from', async () => {
    const rds = await restore(request({ snapshot: { id: 'snap', sizeBytes: 80 * 1024 ** 3 } }));
    expect(rds.of('restore')[0]).toMatchObject({ AllocatedStorage: 80 });
  });
});

describe('the key of a restored database', () => {
  it('is the one that was applied: the snapshot is copied under it, and the copy goes', async () => {
    const rds = await restore(request(), { KmsKeyId: 'arn:aws:kms:eu-central-1:000000000000:key/other' });
    expect(rds.of('copy')).toMatchObject([{ SourceDBSnapshotIdentifier: 'snap', KmsKeyId: KEY }]);
    expect(rds.of('restore')).toMatchObject([{ DBSnapshotIdentifier: 'beside-key' }]);
    expect(rds.of('remove copy')).toEqual([{ id: 'beside-key' }]);
  });

  it('takes no copy where it is the same, by whatever name', async () => {
    const rds = await restore(request(), { KmsKeyId: 'data' });
    expect(rds.calls.map(([call]) => call)).toEqual(['restore', 'modify']);
  });
});

describe('a restore to a time', () => {
  it('takes the same settings, and the key of its source', async () => {
    const rds = await restore(request({ toTime: '2026-11-21T10:05:00Z' }));
    expect(rds.calls.map(([call]) => call)).toEqual(['restore to time', 'modify']);
    expect(rds.of('restore to time')[0]).toMatchObject({ DBInstanceClass: 'db.r8g.large', MultiAZ: true });
  });
});

describe('a restore for a proof', () => {
  it('is not told what lasts: nobody but the proof reaches it, and it goes', async () => {
    const isolation = { VpcSecurityGroupIds: ['sg-proof'], DeletionProtection: false, MultiAZ: false };
    const rds = await restore(request({ isolation }, 'verify'), { KmsKeyId: 'other' });
    expect(rds.calls.map(([call]) => call)).toEqual(['restore']);
    expect(rds.of('restore')[0]).toMatchObject({ ...isolation, DBInstanceClass: 'db.t4g.small' });
    expect(rds.of('restore')[0]).not.toHaveProperty('BackupRetentionPeriod');
  });
});

describe('the read replicas of a restored database', () => {
  const replica = {
    ...APPLIED,
    ...{ identifier: 'movies-prod-main-replica-1', multi_az: false, replicate_source_db: 'movies-prod-main' },
  };
  const applied = [
    { type: 'aws_db_instance', attributes: APPLIED },
    { type: 'aws_db_instance', attributes: replica },
    { type: 'aws_db_instance', attributes: { identifier: 'other-replica', replicate_source_db: 'movies-prod-other' } },
  ];
  const adapter = new RdsAdapter({} as Clients);
  const followers = adapter.followers(
    { kind: 'rds', name: 'main', identifier: 'movies-prod-main' },
    applied,
    (id) => `${id}-new`,
  );

  it('are those that were applied as following it, by name or ARN', () => {
    expect(followers.map(({ identifier, target }) => [identifier, target])).toEqual([
      ['movies-prod-main-replica-1', 'movies-prod-main-replica-1-new'],
    ]);
    const byArn = { ...replica, replicate_source_db: 'arn:aws:rds:eu-central-1:000000000000:db:movies-prod-main' };
    const store = { kind: 'rds', name: 'main', identifier: 'movies-prod-main' } as const;
    expect(adapter.followers(store, [{ type: 'aws_db_instance', attributes: byArn }], (id) => id)).toHaveLength(1);
  });

  it('are made from the restored one, with their own settings, before it counts as restored', async () => {
    const rds = await restore(request({ followers }));
    const [made = {}] = rds.of('replica');
    expect(made).toMatchObject({
      ...{ DBInstanceIdentifier: 'movies-prod-main-replica-1-new', SourceDBInstanceIdentifier: 'beside' },
      ...{ DBInstanceClass: 'db.r8g.large', MultiAZ: false, MonitoringInterval: 60, DeletionProtection: true },
    });
    // A replica in the region of its source has its network, its key and no backups of its own.
    for (const name of ['DBSubnetGroupName', 'KmsKeyId', 'BackupRetentionPeriod', 'AllocatedStorage']) {
      expect(made).not.toHaveProperty(name);
    }
    expect(rds.of('modify').map((each) => each.DBInstanceIdentifier)).toEqual([
      'beside',
      'movies-prod-main-replica-1-new',
    ]);
  });
});
