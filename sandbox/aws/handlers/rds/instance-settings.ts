import type { ApiObject, Attributes, Context } from '../contract.js';

/** What `CreateDBInstance` and `ModifyDBInstance` call the arguments that both take. */
export const SETTINGS: Readonly<Record<string, string>> = {
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
  performance_insights_enabled: 'EnablePerformanceInsights',
  performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
  performance_insights_retention_period: 'PerformanceInsightsRetentionPeriod',
  publicly_accessible: 'PubliclyAccessible',
  storage_throughput: 'StorageThroughput',
  storage_type: 'StorageType',
  vpc_security_group_ids: 'VpcSecurityGroupIds',
};

/** The settings that are declared, under the API's names. */
export function toSettings(state: Attributes, only: ReadonlySet<string>): ApiObject {
  return Object.fromEntries(
    Object.entries(SETTINGS)
      .filter(([name]) => only.has(name) && state[name] !== null && state[name] !== undefined && state[name] !== '')
      .map(([name, member]) => [member, state[name]]),
  );
}

/**
 * Changes an instance, at once: time in the sandbox is too short to wait for a maintenance window, and a change that
 * waits would be planned again and again.
 */
export async function modifyInstance(
  state: Attributes,
  { call, config, prior }: Context,
  only: ReadonlySet<string>,
): Promise<void> {
  const input = toSettings(state, only);
  // Storage that may not grow is storage whose limit is its size.
  if (only.has('max_allocated_storage') && !state.max_allocated_storage && prior.max_allocated_storage) {
    input.MaxAllocatedStorage = state.allocated_storage;
  }
  if (only.has('enabled_cloudwatch_logs_exports')) input.CloudwatchLogsExportConfiguration = logChanges(prior, state);
  if (only.has('password_wo_version')) input.MasterUserPassword = config.password_wo ?? undefined;
  if (only.has('password') && state.password) input.MasterUserPassword = state.password;
  if (only.has('port')) input.DBPortNumber = state.port ?? undefined;
  if (Object.keys(input).length === 0) return;
  await call('ModifyDBInstance', { DBInstanceIdentifier: state.identifier, ApplyImmediately: true, ...input });
}

function logChanges(prior: Attributes, state: Attributes): ApiObject {
  const before = new Set<string>(prior.enabled_cloudwatch_logs_exports ?? []);
  const after = new Set<string>(state.enabled_cloudwatch_logs_exports ?? []);
  return { EnableLogTypes: [...after.difference(before)], DisableLogTypes: [...before.difference(after)] };
}
