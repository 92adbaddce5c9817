import { randomBytes } from 'node:crypto';
import type { DBInstance, DBSnapshot } from '@aws-sdk/client-rds';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import { secretLogin, stateSecret } from './login.js';
import {
  type Login,
  type Look,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

const FAILED = /^(failed|incompatible-.+|storage-full|inaccessible-encryption-credentials.*|restore-error)$/;

/** What the restored instance is made with; the names are those of the RDS API. */
export interface InstancePlacement extends Placement {
  readonly DBInstanceClass?: string;
  readonly VpcSecurityGroupIds?: string[];
  readonly DBSubnetGroupName?: string;
}

/**
 * Instances of RDS by manual DB snapshots, which stay when the instance goes, and to a point in time.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RestoreFromSnapshot.html
 */
export class RdsAdapter implements StoreAdapter {
  readonly kind = 'rds';
  readonly method = 'DB snapshot';
  readonly longestName = 63;

  constructor(private readonly clients: Clients) {}

  async placement({ identifier }: Store): Promise<InstancePlacement | undefined> {
    const instance = await this.find(identifier);
    return instance && placementOf(instance);
  }

  async start({ identifier }: Store, id: string, ownership: Ownership): Promise<Snapshot> {
    const rds = await this.clients.rds();
    const Tags = tagList(ownershipTags(ownership));
    try {
      const { DBSnapshot: made } = await rds.createDBSnapshot({
        DBInstanceIdentifier: identifier,
        DBSnapshotIdentifier: id,
        Tags,
      });
      return toSnapshot(id, made ?? {});
    } catch (error) {
      if (!isTaken(error)) throw error;
      return { id };
    }
  }

  async look(_: Store, { id }: Snapshot): Promise<Look<Snapshot>> {
    const rds = await this.clients.rds();
    const answer = await ifThere(rds.describeDBSnapshots({ DBSnapshotIdentifier: id }));
    const found = answer?.DBSnapshots?.[0];
    if (!found) return { state: 'gone' };
    const state = found.Status === 'available' ? 'available' : FAILED.test(found.Status ?? '') ? 'failed' : 'creating';
    const progress = found.PercentProgress === undefined ? found.Status : `${found.PercentProgress} %`;
    return { state, progress, reason: state === 'failed' ? found.Status : undefined, found: toSnapshot(id, found) };
  }

  async remove(_: Store, { id }: Snapshot): Promise<boolean> {
    const rds = await this.clients.rds();
    return (await ifThere(rds.deleteDBSnapshot({ DBSnapshotIdentifier: id }))) !== undefined;
  }

  async restorableTimes({ identifier }: Store) {
    const instance = await this.find(identifier);
    const latest = instance?.LatestRestorableTime?.toISOString();
    if (!latest || !instance?.BackupRetentionPeriod) return undefined;
    const rds = await this.clients.rds();
    const kept = await ifThere(rds.describeDBInstanceAutomatedBackups({ DBInstanceIdentifier: identifier }));
    const earliest = kept?.DBInstanceAutomatedBackups?.[0]?.RestoreWindow?.EarliestTime?.toISOString();
    return { latest, ...(earliest ? { earliest } : {}) };
  }

  async exists(identifier: string): Promise<boolean> {
    return (await this.find(identifier)) !== undefined;
  }

  async restore(request: RestoreRequest): Promise<void> {
    const rds = await this.clients.rds();
    const { AllocatedStorage: _, ...placement } = request.placement as InstancePlacement & {
      AllocatedStorage?: number;
    };
    const common = {
      ...placement,
      ...request.isolation,
      Tags: tagList(ownershipTags(request.ownership)),
      PubliclyAccessible: false,
      CopyTagsToSnapshot: true,
    };
    try {
      if (request.toTime) {
        await rds.restoreDBInstanceToPointInTime({
          ...common,
          SourceDBInstanceIdentifier: request.store.identifier,
          TargetDBInstanceIdentifier: request.target,
          RestoreTime: new Date(request.toTime),
        });
      } else {
        await rds.restoreDBInstanceFromDBSnapshot({
          ...common,
          DBInstanceIdentifier: request.target,
          DBSnapshotIdentifier: request.snapshot?.id,
        });
      }
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  async lookRestored({ target }: RestoreRequest): Promise<Look<Restored>> {
    const instance = await this.find(target);
    if (!instance) return { state: 'gone' };
    const status = instance.DBInstanceStatus ?? '';
    const found = toRestored(instance);
    if (FAILED.test(status)) return { state: 'failed', reason: status, found };
    return { state: status === 'available' && found.endpoint ? 'available' : 'creating', progress: status, found };
  }

  async readLogin(store: Store) {
    const instance = await this.find(store.identifier);
    if (!instance?.Endpoint || instance.Engine !== 'postgres') return undefined;
    const { host, port } = toRestored(instance).endpoint ?? {};
    const login = await secretLogin(this.clients, instance.MasterUserSecret?.SecretArn ?? stateSecret(store));
    return host && port && login ? { ...login, database: instance.DBName || 'postgres', host, port } : undefined;
  }

  async makeLogin(identifier: string): Promise<Login> {
    const instance = await this.find(identifier);
    const database = instance?.DBName || 'postgres';
    const managed = await secretLogin(this.clients, instance?.MasterUserSecret?.SecretArn);
    if (managed) return { ...managed, database };
    const password = randomBytes(24).toString('base64url');
    const rds = await this.clients.rds();
    const input = { DBInstanceIdentifier: identifier, MasterUserPassword: password, ApplyImmediately: true };
    await rds.modifyDBInstance(input);
    return { user: instance?.MasterUsername ?? 'postgres', password, database };
  }

  /** Renames twice; each call does what is still to be done, so that it can be called again after any interruption. */
  async swap(identifier: string, target: string, retired: string): Promise<'done' | 'under-way'> {
    const rds = await this.clients.rds();
    const [current, restored] = await Promise.all([identifier, target].map((each) => this.find(each)));
    const rename = async (from: string, to: string) => {
      const input = { DBInstanceIdentifier: from, NewDBInstanceIdentifier: to, ApplyImmediately: true };
      await ifThere(rds.modifyDBInstance(input));
    };
    if (current && !restored) return current.DBInstanceStatus === 'available' ? 'done' : 'under-way';
    if (restored?.DBInstanceStatus !== 'available') return 'under-way';
    if (!current) await rename(target, identifier);
    else if (current.DBInstanceStatus === 'available') await rename(identifier, retired);
    return 'under-way';
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const instance = await this.find(identifier);
    if (!instance) return false;
    if (instance.DBInstanceStatus === 'deleting') return true;
    const rds = await this.clients.rds();
    const DBInstanceIdentifier = identifier;
    if (instance.DeletionProtection) await rds.modifyDBInstance({ DBInstanceIdentifier, DeletionProtection: false });
    const input = { DBInstanceIdentifier, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
    return (await ifThere(rds.deleteDBInstance(input))) !== undefined;
  }

  async tagged(environment: string): Promise<Tagged[]> {
    const rds = await this.clients.rds();
    const { paginateDescribeDBInstances, paginateDescribeDBSnapshots } = await import('@aws-sdk/client-rds');
    const found: Tagged[] = [];
    for await (const page of paginateDescribeDBSnapshots({ client: rds }, { SnapshotType: 'manual' })) {
      for (const { DBSnapshotIdentifier: id = '', TagList } of page.DBSnapshots ?? []) {
        found.push(...taggedAs('rds', 'snapshot', id, tagsOf(TagList), environment));
      }
    }
    for await (const page of paginateDescribeDBInstances({ client: rds }, {})) {
      for (const { DBInstanceIdentifier: id = '', TagList, DBClusterIdentifier } of page.DBInstances ?? []) {
        if (!DBClusterIdentifier) found.push(...taggedAs('rds', 'store', id, tagsOf(TagList), environment));
      }
    }
    return found;
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `stop what writes to ${identifier}; what goes on fails from step 2 until step 3 is done`,
      `aws rds modify-db-instance --db-instance-identifier ${identifier} --new-db-instance-identifier ${identifier}-old --apply-immediately`,
      `aws rds modify-db-instance --db-instance-identifier ${target} --new-db-instance-identifier ${identifier} --apply-immediately`,
      'backlot plan <environment>: read replicas, the proxy and alarms are made again for the new instance',
      `when all is well: aws rds delete-db-instance --db-instance-identifier ${identifier}-old --final-db-snapshot-identifier ${identifier}-old-final`,
    ];
  }

  private async find(identifier: string): Promise<DBInstance | undefined> {
    const rds = await this.clients.rds();
    const answer = await ifThere(rds.describeDBInstances({ DBInstanceIdentifier: identifier }));
    return answer?.DBInstances?.[0];
  }
}

function toSnapshot(id: string, found: DBSnapshot): Snapshot {
  const takenAt = (found.OriginalSnapshotCreateTime ?? found.SnapshotCreateTime)?.toISOString();
  return {
    id,
    ...(found.DBSnapshotArn ? { arn: found.DBSnapshotArn } : {}),
    ...(takenAt ? { takenAt } : {}),
    ...(found.AllocatedStorage ? { sizeBytes: found.AllocatedStorage * 1024 ** 3 } : {}),
    ...(found.Encrypted === undefined ? {} : { encrypted: found.Encrypted }),
  };
}

function toRestored(instance: DBInstance): Restored {
  const { Address: host, Port: port } = instance.Endpoint ?? {};
  return {
    identifier: instance.DBInstanceIdentifier ?? '',
    ...(host && port ? { endpoint: { host, port } } : {}),
    facts: {
      engine: instance.Engine,
      database: instance.DBName || 'postgres',
      user: instance.MasterUsername,
      secretArn: instance.MasterUserSecret?.SecretArn,
      subnetGroup: instance.DBSubnetGroup?.DBSubnetGroupName,
      vpcId: instance.DBSubnetGroup?.VpcId,
      encrypted: instance.StorageEncrypted,
    },
  };
}

function placementOf(instance: DBInstance): InstancePlacement {
  const group = instance.DBParameterGroups?.[0]?.DBParameterGroupName;
  const options = instance.OptionGroupMemberships?.[0]?.OptionGroupName;
  const provisioned = instance.StorageType !== undefined && /^io/.test(instance.StorageType);
  return defined({
    DBInstanceClass: instance.DBInstanceClass,
    DBSubnetGroupName: instance.DBSubnetGroup?.DBSubnetGroupName,
    VpcSecurityGroupIds: instance.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => id ?? []),
    DBParameterGroupName: group,
    // A default group is given anyway, and naming it is refused where the versions differ.
    OptionGroupName: options?.startsWith('default:') ? undefined : options,
    MultiAZ: instance.MultiAZ,
    StorageType: instance.StorageType,
    Iops: provisioned ? instance.Iops : undefined,
    EnableIAMDatabaseAuthentication: instance.IAMDatabaseAuthenticationEnabled,
    AutoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade,
    DeletionProtection: instance.DeletionProtection,
    CACertificateIdentifier: instance.CACertificateIdentifier,
    EnableCloudwatchLogsExports: instance.EnabledCloudwatchLogsExports,
    AllocatedStorage: instance.AllocatedStorage,
    // A password that RDS keeps in a secret doesn't come with a snapshot: the restored instance gets one of its own.
    ManageMasterUserPassword: instance.MasterUserSecret ? true : undefined,
    MasterUserSecretKmsKeyId: instance.MasterUserSecret?.KmsKeyId,
  });
}
