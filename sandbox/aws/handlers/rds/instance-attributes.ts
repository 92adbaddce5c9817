import type { ApiObject, Attributes } from '../contract.js';

/** Arguments that `ModifyDBInstance` takes, with its names of them. */
const MODIFIABLE: Readonly<Record<string, string>> = {
  allocated_storage: 'AllocatedStorage',
  auto_minor_version_upgrade: 'AutoMinorVersionUpgrade',
  backup_retention_period: 'BackupRetentionPeriod',
  backup_window: 'PreferredBackupWindow',
  ca_cert_identifier: 'CACertificateIdentifier',
  copy_tags_to_snapshot: 'CopyTagsToSnapshot',
  customer_owned_ip_enabled: 'EnableCustomerOwnedIp',
  database_insights_mode: 'DatabaseInsightsMode',
  dedicated_log_volume: 'DedicatedLogVolume',
  deletion_protection: 'DeletionProtection',
  domain: 'Domain',
  domain_auth_secret_arn: 'DomainAuthSecretArn',
  domain_dns_ips: 'DomainDnsIps',
  domain_fqdn: 'DomainFqdn',
  domain_iam_role_name: 'DomainIAMRoleName',
  domain_ou: 'DomainOu',
  engine_version: 'EngineVersion',
  iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
  instance_class: 'DBInstanceClass',
  iops: 'Iops',
  license_model: 'LicenseModel',
  maintenance_window: 'PreferredMaintenanceWindow',
  max_allocated_storage: 'MaxAllocatedStorage',
  monitoring_interval: 'MonitoringInterval',
  monitoring_role_arn: 'MonitoringRoleArn',
  multi_az: 'MultiAZ',
  network_type: 'NetworkType',
  option_group_name: 'OptionGroupName',
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

/** What is only said at creation, of a replica and of a restored instance too. */
const PLACING: Readonly<Record<string, string>> = {
  availability_zone: 'AvailabilityZone',
  custom_iam_instance_profile: 'CustomIamInstanceProfile',
  db_subnet_group_name: 'DBSubnetGroupName',
  enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
  identifier: 'DBInstanceIdentifier',
  kms_key_id: 'KmsKeyId',
  port: 'Port',
  replica_mode: 'ReplicaMode',
  replicate_source_db: 'SourceDBInstanceIdentifier',
  snapshot_identifier: 'DBSnapshotIdentifier',
};

/** What is only said when an instance is created from nothing. */
const INITIAL: Readonly<Record<string, string>> = {
  backup_target: 'BackupTarget',
  character_set_name: 'CharacterSetName',
  db_name: 'DBName',
  engine: 'Engine',
  engine_lifecycle_support: 'EngineLifecycleSupport',
  nchar_character_set_name: 'NcharCharacterSetName',
  storage_encrypted: 'StorageEncrypted',
  timezone: 'Timezone',
  username: 'MasterUsername',
};

/** Names of all arguments that can be changed in place. */
export const CHANGEABLE: readonly string[] = [
  ...Object.keys(MODIFIABLE),
  'enabled_cloudwatch_logs_exports',
  'password_wo_version',
];

/** Input of `CreateDBInstance`. */
export function toCreation(state: Attributes): ApiObject {
  return members(state, { ...MODIFIABLE, ...PLACING, ...INITIAL });
}

/** Input of `CreateDBInstanceReadReplica` and `RestoreDBInstanceFromDBSnapshot`; the clients drop what neither knows. */
export function toCopy(state: Attributes): ApiObject {
  return members(state, { ...MODIFIABLE, ...PLACING });
}

/** What says who knows the master password: RDS, which makes one and keeps it in a secret, or the configuration. */
export function toPassword(state: Attributes, config: Attributes): ApiObject {
  if (!state.manage_master_user_password) {
    return { MasterUserPassword: state.password ?? config.password_wo ?? undefined };
  }
  return {
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: state.master_user_secret_kms_key_id || undefined,
  };
}

/** Input of `ModifyDBInstance` that repeats what a creation was told: the emulator loses or inherits some of it. */
export function toRepetition(state: Attributes): ApiObject {
  const { password: _known, ...names } = MODIFIABLE;
  return { DBInstanceIdentifier: state.identifier, ...members(state, names) };
}

/** Input of `ModifyDBInstance` with the changed arguments. */
export function toModification(
  state: Attributes,
  prior: Attributes,
  changed: ReadonlySet<string>,
  newPassword: string | undefined,
): ApiObject {
  const names = Object.fromEntries(Object.entries(MODIFIABLE).filter(([name]) => changed.has(name)));
  return {
    DBInstanceIdentifier: state.identifier,
    ...members(state, names),
    // Storage that may not grow is storage whose limit is its size.
    ...(changed.has('max_allocated_storage') &&
      !state.max_allocated_storage && { MaxAllocatedStorage: state.allocated_storage }),
    ...(changed.has('enabled_cloudwatch_logs_exports') && {
      CloudwatchLogsExportConfiguration: logChanges(prior, state),
    }),
    ...(changed.has('password_wo_version') && newPassword && { MasterUserPassword: newPassword }),
  };
}

/** The described instance as Terraform knows it. */
export function fromInstance(described: ApiObject, state: Attributes): Attributes {
  const { Endpoint: endpoint = {}, MasterUserSecret: secret } = described;
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
    auto_minor_version_upgrade: described.AutoMinorVersionUpgrade,
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
    engine_version: isWithin(described.EngineVersion, state.engine_version)
      ? state.engine_version
      : described.EngineVersion,
    engine_version_actual: described.EngineVersion,
    iam_database_authentication_enabled: described.IAMDatabaseAuthenticationEnabled ?? false,
    instance_class: described.DBInstanceClass,
    iops: described.Iops ?? 0,
    kms_key_id: described.KmsKeyId || null,
    license_model: described.LicenseModel,
    manage_master_user_password: secret ? true : null,
    master_user_secret: secret
      ? [{ kms_key_id: secret.KmsKeyId ?? null, secret_arn: secret.SecretArn, secret_status: secret.SecretStatus }]
      : [],
    // Without a secret, nobody knows which key it is to have.
    master_user_secret_kms_key_id: secret ? (secret.KmsKeyId ?? null) : undefined,
    maintenance_window: described.PreferredMaintenanceWindow,
    max_allocated_storage: described.MaxAllocatedStorage ?? 0,
    monitoring_interval: described.MonitoringInterval ?? 0,
    monitoring_role_arn: described.MonitoringRoleArn || null,
    multi_az: described.MultiAZ ?? false,
    network_type: described.NetworkType,
    option_group_name: described.OptionGroupMemberships?.[0]?.OptionGroupName,
    parameter_group_name: described.DBParameterGroups?.[0]?.DBParameterGroupName,
    performance_insights_enabled: described.PerformanceInsightsEnabled ?? false,
    performance_insights_retention_period: described.PerformanceInsightsEnabled
      ? described.PerformanceInsightsRetentionPeriod
      : 0,
    publicly_accessible: described.PubliclyAccessible ?? false,
    replicas: described.ReadReplicaDBInstanceIdentifiers ?? [],
    replicate_source_db: described.ReadReplicaSourceDBInstanceIdentifier || null,
    storage_encrypted: described.StorageEncrypted ?? false,
    storage_type: described.StorageType,
    username: described.MasterUsername,
    vpc_security_group_ids: (described.VpcSecurityGroups ?? []).map((each: ApiObject) => each.VpcSecurityGroupId),
  };
}

/** Who declares a major version takes any minor one of it. */
function isWithin(version: string, declared: string | null): boolean {
  return declared !== null && version.startsWith(`${declared}.`);
}

function logChanges(prior: Attributes, state: Attributes): ApiObject {
  const before = new Set<string>(prior.enabled_cloudwatch_logs_exports ?? []);
  const after = new Set<string>(state.enabled_cloudwatch_logs_exports ?? []);
  return { EnableLogTypes: [...after.difference(before)], DisableLogTypes: [...before.difference(after)] };
}

function members(state: Attributes, names: Readonly<Record<string, string>>): ApiObject {
  const wanted = Object.entries(names).filter(
    ([name]) => state[name] !== null && state[name] !== undefined && state[name] !== '',
  );
  return Object.fromEntries(wanted.map(([name, member]) => [member, state[name]]));
}
