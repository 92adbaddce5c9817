import type { DBInstance } from '@aws-sdk/client-rds';
import { toCopy } from '../../../sandbox/aws/handlers/rds/instance-attributes.js';
import { defined } from './defined-fields.js';
import type { Applied, Placement } from './store.js';
import { tagsOf } from './tag-list.js';

/** Settings of an instance by their names in the RDS API, and its tags. */
export interface InstancePlacement extends Placement {
  readonly AllocatedStorage?: number;
  readonly DBInstanceClass?: string;
  readonly DBSubnetGroupName?: string;
  readonly EnableCloudwatchLogsExports?: string[];
  readonly KmsKeyId?: string;
  readonly VpcSecurityGroupIds?: string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** Settings of a living instance. */
export function placementOf(instance: DBInstance): InstancePlacement {
  const insights = instance.PerformanceInsightsEnabled === true;
  return usable(
    defined({
      AllocatedStorage: instance.AllocatedStorage,
      AutoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade,
      BackupRetentionPeriod: instance.BackupRetentionPeriod,
      CACertificateIdentifier: instance.CACertificateIdentifier,
      CopyTagsToSnapshot: instance.CopyTagsToSnapshot,
      DBInstanceClass: instance.DBInstanceClass,
      DBParameterGroupName: instance.DBParameterGroups?.[0]?.DBParameterGroupName,
      DBSubnetGroupName: instance.DBSubnetGroup?.DBSubnetGroupName,
      DatabaseInsightsMode: instance.DatabaseInsightsMode,
      DedicatedLogVolume: instance.DedicatedLogVolume,
      DeletionProtection: instance.DeletionProtection,
      EnableCloudwatchLogsExports: instance.EnabledCloudwatchLogsExports,
      EnableIAMDatabaseAuthentication: instance.IAMDatabaseAuthenticationEnabled,
      EnablePerformanceInsights: insights,
      Iops: instance.Iops,
      KmsKeyId: instance.KmsKeyId,
      // A password that RDS keeps in a secret doesn't come with a snapshot: the restored instance gets one of its own.
      ManageMasterUserPassword: instance.MasterUserSecret ? true : undefined,
      MasterUserSecretKmsKeyId: instance.MasterUserSecret?.KmsKeyId,
      MaxAllocatedStorage: instance.MaxAllocatedStorage,
      MonitoringInterval: instance.MonitoringInterval,
      MonitoringRoleArn: instance.MonitoringRoleArn,
      MultiAZ: instance.MultiAZ,
      NetworkType: instance.NetworkType,
      OptionGroupName: instance.OptionGroupMemberships?.[0]?.OptionGroupName,
      PerformanceInsightsKMSKeyId: insights ? instance.PerformanceInsightsKMSKeyId : undefined,
      PerformanceInsightsRetentionPeriod: insights ? instance.PerformanceInsightsRetentionPeriod : undefined,
      PreferredBackupWindow: instance.PreferredBackupWindow,
      PreferredMaintenanceWindow: instance.PreferredMaintenanceWindow,
      PubliclyAccessible: instance.PubliclyAccessible,
      StorageThroughput: instance.StorageThroughput,
      StorageType: instance.StorageType,
      VpcSecurityGroupIds: instance.VpcSecurityGroups?.flatMap(({ VpcSecurityGroupId: id }) => id ?? []),
      tags: tagsOf(instance.TagList),
    }),
  );
}

/** Settings that Terraform applied: what the next plan compares with. Nothing where it applied none. */
export function appliedSettings(attributes: Applied['attributes'] | undefined): InstancePlacement {
  if (!attributes) return {};
  const managed = attributes.manage_master_user_password === true;
  const key = attributes.master_user_secret_kms_key_id;
  return usable({
    ...toCopy(attributes),
    ...(managed ? { ManageMasterUserPassword: true, ...(key ? { MasterUserSecretKmsKeyId: key } : {}) } : {}),
    ...(attributes.tags_all ? { tags: attributes.tags_all as Record<string, string> } : {}),
  });
}

/** Storage below this has the IOPS and throughput that come with it: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const STRIPED_GIB = 400;

const OFF_BY_ITSELF: ReadonlySet<string> = new Set(['DedicatedLogVolume', 'EnableCustomerOwnedIp']);

/** Without what names the old one, what belongs to its place or version, and what RDS refuses to be told though it tells it. */
function usable(settings: Readonly<Record<string, unknown>>): InstancePlacement {
  const {
    AvailabilityZone: _zone, // not together with MultiAZ, and nobody declares it
    DBInstanceIdentifier: _identifier,
    DBSnapshotIdentifier: _snapshot,
    EngineVersion: _version,
    Iops,
    LicenseModel: _license,
    MasterUserPassword: _password,
    MaxAllocatedStorage,
    OptionGroupName,
    Port: _port,
    ReplicaMode: _mode,
    SourceDBInstanceIdentifier: _source,
    StorageThroughput,
    ...rest
  } = settings;
  // Off is what these are anyway; saying so is refused where they can't be on.
  const told = Object.entries(rest).filter(
    ([name, value]) => !(value === false && OFF_BY_ITSELF.has(name)) && !(Array.isArray(value) && value.length === 0),
  );
  const { AllocatedStorage = 0, StorageType = '' } = rest as { AllocatedStorage?: number; StorageType?: string };
  const provisioned = /^io/.test(StorageType) || (StorageType === 'gp3' && AllocatedStorage >= STRIPED_GIB);
  return {
    ...Object.fromEntries(told),
    ...(provisioned && Iops ? { Iops } : {}),
    ...(provisioned && StorageThroughput ? { StorageThroughput } : {}),
    ...(MaxAllocatedStorage ? { MaxAllocatedStorage } : {}),
    // A default group is given anyway, and naming it is refused where the versions differ.
    ...(OptionGroupName && !String(OptionGroupName).startsWith('default:') ? { OptionGroupName } : {}),
  };
}
