import type { ApiObject, Attributes } from '../contract.js';

/** Arguments that `ModifyDBInstance` takes, with its names of them. */
const MODIFIABLE: Readonly<Record<string, string>> = {
  allocated_storage: 'AllocatedStorage',
  auto_minor_version_upgrade: 'AutoMinorVersionUpgrade',
  backup_retention_period: 'BackupRetentionPeriod',
  backup_window: 'PreferredBackupWindow',
  ca_cert_identifier: 'CACertificateIdentifier',
  copy_tags_to_snapshot: 'CopyTagsToSnapshot',
  deletion_protection: 'DeletionProtection',
  engine_version: 'EngineVersion',
  iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
  instance_class: 'DBInstanceClass',
  iops: 'Iops',
  maintenance_window: 'PreferredMaintenanceWindow',
  max_allocated_storage: 'MaxAllocatedStorage',
  monitoring_interval: 'MonitoringInterval',
  monitoring_role_arn: 'MonitoringRoleArn',
  multi_az: 'MultiAZ',
  parameter_group_name: 'DBParameterGroupName',
  password: 'MasterUserPassword',
  performance_insights_enabled: 'EnablePerformanceInsights',
  performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
  performance_insights_retention_period: 'PerformanceInsightsRetentionPeriod',
  publicly_accessible: 'PubliclyAccessible',
  storage_throughput: 'StorageThroughput',
  storage_type: 'StorageType',
  vpc_security_group_ids: 'VpcSecurityGroupIds',
};

/** What is only said at creation. */
const INITIAL: Readonly<Record<string, string>> = {
  availability_zone: 'AvailabilityZone',
  db_name: 'DBName',
  db_subnet_group_name: 'DBSubnetGroupName',
  enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
  engine: 'Engine',
  kms_key_id: 'KmsKeyId',
  manage_master_user_password: 'ManageMasterUserPassword',
  master_user_secret_kms_key_id: 'MasterUserSecretKmsKeyId',
  port: 'Port',
  storage_encrypted: 'StorageEncrypted',
  username: 'MasterUsername',
};

/** What a replica has from its source, so that it must not be said. */
const INHERITED = new Set([
  'allocated_storage',
  'engine_version',
  'backup_window',
  'password',
  'backup_retention_period',
]);

/** Names of all arguments that can be changed in place. */
export const CHANGEABLE: readonly string[] = [...Object.keys(MODIFIABLE), 'enabled_cloudwatch_logs_exports'];

/** Input of `CreateDBInstance`. */
export function toCreation(state: Attributes): ApiObject {
  return { DBInstanceIdentifier: state.identifier, ...members(state, { ...MODIFIABLE, ...INITIAL }, () => true) };
}

/** Input of `CreateDBInstanceReadReplica`. */
export function toReplica(state: Attributes): ApiObject {
  const own = { ...MODIFIABLE, availability_zone: 'AvailabilityZone', kms_key_id: 'KmsKeyId', port: 'Port' };
  return {
    DBInstanceIdentifier: state.identifier,
    SourceDBInstanceIdentifier: state.replicate_source_db,
    ...members(state, own, (name) => !INHERITED.has(name) && name !== 'ca_cert_identifier'),
  };
}

/** Input of `ModifyDBInstance` with the given arguments. */
export function toModification(state: Attributes, changed: ReadonlySet<string>): ApiObject {
  const isReplica = Boolean(state.replicate_source_db);
  return {
    DBInstanceIdentifier: state.identifier,
    ...members(
      state,
      MODIFIABLE,
      (name) => changed.has(name) && !(isReplica && INHERITED.has(name) && name !== 'backup_retention_period'),
    ),
  };
}

/** The described instance as Terraform knows it. */
export function fromInstance(described: ApiObject, state: Attributes): Attributes {
  const { Endpoint: endpoint = {} } = described;
  return {
    id: described.DbiResourceId,
    resource_id: described.DbiResourceId,
    identifier: described.DBInstanceIdentifier,
    arn: described.DBInstanceArn,
    status: described.DBInstanceStatus,
    address: endpoint.Address,
    port: endpoint.Port,
    endpoint: `${endpoint.Address}:${endpoint.Port}`,
    hosted_zone_id: endpoint.HostedZoneId,
    allocated_storage: described.AllocatedStorage,
    availability_zone: described.AvailabilityZone,
    backup_retention_period: described.BackupRetentionPeriod,
    backup_target: described.BackupTarget,
    backup_window: described.PreferredBackupWindow,
    ca_cert_identifier: described.CACertificateIdentifier,
    copy_tags_to_snapshot: described.CopyTagsToSnapshot ?? false,
    db_name: described.DBName || null,
    db_subnet_group_name: described.DBSubnetGroup?.DBSubnetGroupName,
    deletion_protection: described.DeletionProtection ?? false,
    engine: described.Engine,
    engine_version: described.EngineVersion,
    engine_version_actual: described.EngineVersion,
    iam_database_authentication_enabled: described.IAMDatabaseAuthenticationEnabled ?? false,
    instance_class: described.DBInstanceClass,
    iops: described.Iops ?? 0,
    kms_key_id: described.KmsKeyId || null,
    license_model: described.LicenseModel,
    maintenance_window: described.PreferredMaintenanceWindow,
    max_allocated_storage: described.MaxAllocatedStorage ?? 0,
    monitoring_interval: described.MonitoringInterval ?? 0,
    monitoring_role_arn: described.MonitoringRoleArn || null,
    multi_az: described.MultiAZ ?? false,
    network_type: described.NetworkType,
    option_group_name: described.OptionGroupMemberships?.[0]?.OptionGroupName,
    parameter_group_name: described.DBParameterGroups?.[0]?.DBParameterGroupName,
    publicly_accessible: described.PubliclyAccessible ?? false,
    replicas: described.ReadReplicaDBInstanceIdentifiers ?? [],
    replicate_source_db: described.ReadReplicaSourceDBInstanceIdentifier || null,
    storage_encrypted: described.StorageEncrypted ?? false,
    storage_type: described.StorageType,
    username: described.MasterUsername,
    vpc_security_group_ids: (described.VpcSecurityGroups ?? []).map((each: ApiObject) => each.VpcSecurityGroupId),
    master_user_secret: state.master_user_secret ?? [],
  };
}

function members(
  state: Attributes,
  names: Readonly<Record<string, string>>,
  takes: (name: string) => boolean,
): ApiObject {
  const wanted = Object.entries(names).filter(
    ([name]) => takes(name) && state[name] !== null && state[name] !== undefined,
  );
  return Object.fromEntries(wanted.map(([name, member]) => [member, state[name]]));
}
