import type { DBInstance, DBSnapshot, RDS } from '@aws-sdk/client-rds';
import { ifThere, isTaken } from './aws-errors.js';
import { defined } from './defined-fields.js';
import { appliedSettings, type InstancePlacement } from './rds-settings.js';
import { type Follower, type Look, ownershipTags, type Restored, type RestoreRequest } from './store.js';
import { tagList } from './tag-list.js';
import { targetName } from './target-name.js';

/** States of an instance or a snapshot that nothing comes out of. */
export const FAILED =
  /^(failed|incompatible-.+|storage-full|inaccessible-encryption-credentials.*|restore-error|replication-error)$/;

/**
 * The restore of one instance with every setting that was applied to the one it comes from. A restore takes many of them;
 * the rest is told afterwards, and the key of the storage is the snapshot's: another one takes a copy of the snapshot.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html
 */
export class RdsRestore {
  private readonly settings: InstancePlacement;
  /** Names of instances that were told the settings which their creation doesn't take. */
  private readonly told = new Set<string>();

  constructor(
    private readonly rds: RDS,
    private readonly request: RestoreRequest,
  ) {
    const { isolation, ownership, placement, store } = request;
    // What is made to be looked at, and removed again, is no more than reachable.
    const lasting = ownership.purpose === 'restore';
    const { BackupRetentionPeriod, KmsKeyId, ...rest } = { ...placement } as InstancePlacement & Settings;
    this.settings = lasting
      ? { ...placement, ...appliedSettings(store.attributes), ...isolation }
      : { ...rest, ...isolation };
  }

  /** Starts it, or the copy of the snapshot under the right key. */
  async start(): Promise<void> {
    const { ownership, snapshot, toTime } = this.request;
    if (toTime) return this.restore();
    const origin = await this.snapshot(snapshot?.id);
    const key = this.settings.KmsKeyId;
    if (!key || !origin?.KmsKeyId || sameKey(key, origin.KmsKeyId)) return this.restore(snapshot?.id);
    const input = {
      SourceDBSnapshotIdentifier: snapshot?.id,
      TargetDBSnapshotIdentifier: this.copyName(),
      KmsKeyId: key,
      Tags: tagList(ownershipTags(ownership)),
    };
    await unlessTaken(this.rds.copyDBSnapshot(input));
  }

  /** Looks at it, and takes the next step: the settings that a restore doesn't take, and what follows it. */
  async look(): Promise<Look<Restored>> {
    const instance = await findInstance(this.rds, this.request.target);
    if (!instance) return this.lookAtCopy();
    const found = toRestored(instance);
    const status = instance.DBInstanceStatus ?? '';
    if (FAILED.test(status)) return { state: 'failed', reason: status, found };
    if (status !== 'available' || !found.endpoint) return { state: 'creating', progress: status, found };
    if (this.request.ownership.purpose !== 'restore') return { state: 'available', found };
    if (!(await this.isSettled(instance, this.settings))) return { state: 'creating', progress: 'settings', found };
    const copy = this.copyName();
    if (await this.snapshot(copy)) await ifThere(this.rds.deleteDBSnapshot({ DBSnapshotIdentifier: copy }));
    for (const follower of this.request.followers ?? []) {
      const look = await this.follow(follower);
      if (look.state !== 'available') return { ...look, found };
    }
    return { state: 'available', found };
  }

  private async restore(snapshotId?: string): Promise<void> {
    const { ownership, snapshot, store, target, toTime } = this.request;
    const stored = (snapshot?.sizeBytes ?? 0) / 1024 ** 3;
    const { AllocatedStorage = 0 } = this.settings;
    const common = {
      PubliclyAccessible: false,
      CopyTagsToSnapshot: true,
      ...this.settings,
      // It can't be smaller than what it comes from.
      AllocatedStorage: toTime || !AllocatedStorage ? undefined : Math.max(AllocatedStorage, stored),
      Tags: tagList(ownershipTags(ownership)),
    };
    await unlessTaken(
      toTime
        ? this.rds.restoreDBInstanceToPointInTime({
            ...common,
            SourceDBInstanceIdentifier: store.identifier,
            TargetDBInstanceIdentifier: target,
            RestoreTime: new Date(toTime),
          })
        : this.rds.restoreDBInstanceFromDBSnapshot({
            ...common,
            DBInstanceIdentifier: target,
            DBSnapshotIdentifier: snapshotId,
          }),
    );
  }

  private async lookAtCopy(): Promise<Look<Restored>> {
    const copy = await this.snapshot(this.copyName());
    if (!copy) return { state: 'gone' };
    const { Status: status = '', PercentProgress: percent } = copy;
    if (FAILED.test(status)) return { state: 'failed', reason: `copy of the snapshot under its key: ${status}` };
    if (status === 'available') await this.restore(copy.DBSnapshotIdentifier);
    return { state: 'creating', progress: `copying the snapshot under its key${percent ? `, ${percent} %` : ''}` };
  }

  /** Repeats all settings that can be changed, once: what is so already changes nothing. */
  private async isSettled(instance: DBInstance, settings: InstancePlacement): Promise<boolean> {
    const { DBInstanceIdentifier = '', PendingModifiedValues = {} } = instance;
    if (this.told.has(DBInstanceIdentifier)) return Object.keys(defined(PendingModifiedValues)).length === 0;
    const { ManageMasterUserPassword: _managed, MasterUserSecretKmsKeyId: _key, tags: _tags, ...rest } = settings;
    // A group of subnets is chosen at creation; naming it again is refused.
    const { AllocatedStorage = 0, DBSubnetGroupName: _subnets, ...changeable } = rest as InstancePlacement;
    const logs = instance.EnabledCloudwatchLogsExports ?? [];
    const lacking = (settings.EnableCloudwatchLogsExports ?? []).filter((each) => !logs.includes(each));
    await this.rds.modifyDBInstance({
      ...changeable,
      DBInstanceIdentifier,
      ...(AllocatedStorage > (instance.AllocatedStorage ?? 0) ? { AllocatedStorage } : {}),
      ...(lacking.length > 0 ? { CloudwatchLogsExportConfiguration: { EnableLogTypes: lacking } } : {}),
      ApplyImmediately: true,
    });
    this.told.add(DBInstanceIdentifier);
    return false;
  }

  private async follow({ placement, target }: Follower): Promise<Look<Restored>> {
    const there = await findInstance(this.rds, target);
    if (!there) {
      await unlessTaken(
        this.rds.createDBInstanceReadReplica({
          ...placement,
          DBInstanceIdentifier: target,
          SourceDBInstanceIdentifier: this.request.target,
          Tags: tagList(ownershipTags(this.request.ownership)),
        }),
      );
      return { state: 'creating', progress: `read replica ${target}` };
    }
    const status = there.DBInstanceStatus ?? '';
    if (FAILED.test(status)) return { state: 'failed', reason: `read replica ${target}: ${status}` };
    const settled = status === 'available' && (await this.isSettled(there, placement));
    return settled ? { state: 'available' } : { state: 'creating', progress: `read replica ${target}: ${status}` };
  }

  private copyName(): string {
    return targetName(this.request.target, '-key', 255);
  }

  private async snapshot(id: string | undefined): Promise<DBSnapshot | undefined> {
    if (!id) return undefined;
    return (await ifThere(this.rds.describeDBSnapshots({ DBSnapshotIdentifier: id })))?.DBSnapshots?.[0];
  }
}

/** Settings that no placement of ours names by type. */
interface Settings {
  readonly BackupRetentionPeriod?: number;
  readonly ManageMasterUserPassword?: boolean;
  readonly MasterUserSecretKmsKeyId?: string;
}

/** An instance by its name; undefined when there is none. */
export async function findInstance(rds: RDS, identifier: string): Promise<DBInstance | undefined> {
  const answer = await ifThere(rds.describeDBInstances({ DBInstanceIdentifier: identifier }));
  return answer?.DBInstances?.[0];
}

/** What people and proofs need to know of a restored instance. */
export function toRestored(instance: DBInstance): Restored {
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

/** Settings of a replica: key, version and network are its source's. */
export function followerPlacement(attributes: Readonly<Record<string, unknown>>): InstancePlacement {
  const {
    AllocatedStorage: _storage,
    BackupRetentionPeriod: _retention,
    DBSubnetGroupName: _subnets,
    KmsKeyId: _key,
    ManageMasterUserPassword: _managed,
    PreferredBackupWindow: _window,
    ...rest
  } = appliedSettings(attributes) as InstancePlacement & Settings & { readonly PreferredBackupWindow?: string };
  return rest;
}

/** An alias, an id or an ARN; the same key by the last part of what it is called. */
function sameKey(one: string, other: string): boolean {
  return one === other || one.split('/').at(-1) === other.split('/').at(-1);
}

async function unlessTaken(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}
