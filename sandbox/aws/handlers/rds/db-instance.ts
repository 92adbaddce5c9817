import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { type Attributes, type Context, handler } from '../contract.js';
import { tagList } from '../tagging/tag-list.js';
import {
  CHANGEABLE,
  fromInstance,
  toCopy,
  toCreation,
  toModification,
  toPassword,
  toRepetition,
} from './instance-attributes.js';

const FIXED = 'the emulator takes it at creation and ignores later changes';
const LOST = 'the emulator does not keep it';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export default handler({
  type: 'aws_db_instance',
  service: 'rds',
  importId: '{identifier}',
  create: [
    { run: make },
    // The emulator loses windows and the CA, and copies say nothing but where they come from.
    { run: complete },
  ],
  read: [
    {
      call: 'DescribeDBInstances',
      at: 'DBInstances.0',
      input: (state) => ({ DBInstanceIdentifier: state.identifier }),
      only: [],
      set: fromInstance,
    },
  ],
  update: [
    { when: ['replicate_source_db'], run: promote },
    { when: ['manage_master_user_password', 'master_user_secret_kms_key_id'], run: changeManagement },
    {
      when: CHANGEABLE,
      run: async (state, { call, changed, config, prior }) => {
        await call('ModifyDBInstance', atOnce(toModification(state, prior, changed, config.password_wo)));
      },
    },
  ],
  delete: { run: remove },
  local: [
    ...['allow_major_version_upgrade', 'apply_immediately', 'blue_green_update', 'delete_automated_backups'],
    ...['final_snapshot_identifier', 'skip_final_snapshot', 'upgrade_storage_config', 'warning_event_categories'],
  ],
  defaults: {
    apply_immediately: false,
    auto_minor_version_upgrade: true,
    copy_tags_to_snapshot: false,
    delete_automated_backups: true,
    deletion_protection: false,
    monitoring_interval: 0,
    publicly_accessible: false,
    skip_final_snapshot: false,
  },
  immutable: [
    ...['availability_zone', 'backup_target', 'character_set_name', 'custom_iam_instance_profile', 'db_name'],
    ...['db_subnet_group_name', 'engine', 'identifier', 'identifier_prefix', 'kms_key_id', 'port'],
    ...['nchar_character_set_name', 'replica_mode', 'restore_to_point_in_time', 's3_import', 'snapshot_identifier'],
    ...['storage_encrypted', 'timezone', 'username'],
  ],
  recomputed: { engine_version_actual: ['engine_version'], master_user_secret: ['manage_master_user_password'] },
  equal: {
    backup_window: 'ignore-case',
    maintenance_window: 'ignore-case',
    // Declared by name or by ARN, told by name.
    replicate_source_db: (left, right) => nameOf(left) === nameOf(right),
    vpc_security_group_ids: 'any-order',
  },
  ready: { DBInstanceStatus: 'available' },
  failed: { DBInstanceStatus: ['failed', 'incompatible-parameters', 'storage-full'] },
  // Made up where nothing is declared, and told to an import.
  computed: {
    license_model: '{license_model}',
    network_type: '{network_type}',
    option_group_name: '{option_group_name}',
    performance_insights_enabled: '{performance_insights_enabled}',
    performance_insights_retention_period: '{performance_insights_retention_period}',
    port: '{port}',
  },
  recordedAttributes: {
    auto_minor_version_upgrade: FIXED,
    custom_iam_instance_profile: LOST,
    customer_owned_ip_enabled: LOST,
    database_insights_mode: LOST,
    dedicated_log_volume: LOST,
    domain: LOST,
    domain_auth_secret_arn: LOST,
    domain_dns_ips: LOST,
    domain_fqdn: LOST,
    domain_iam_role_name: LOST,
    domain_ou: LOST,
    enabled_cloudwatch_logs_exports: LOST,
    engine_lifecycle_support: LOST,
    license_model: LOST,
    network_type: LOST,
    option_group_name: LOST,
    performance_insights_enabled: FIXED,
    performance_insights_kms_key_id: LOST,
    performance_insights_retention_period: FIXED,
    port: 'the emulator tells the port that it really listens on',
    replica_mode: LOST,
    storage_throughput: LOST,
  },
});

async function make(state: Attributes, { call, config }: Context): Promise<Attributes> {
  if (state.s3_import?.length) {
    throw new BacklotError({
      code: 'NotInSandbox',
      message: `database '${state.identifier}': the sandbox restores from snapshots and to points in time, not from S3`,
    });
  }
  const Tags = tagList(state);
  const copy = { ...toCopy(state), Tags };
  if (state.replicate_source_db) return identity(await call('CreateDBInstanceReadReplica', copy));
  if (state.snapshot_identifier) return identity(await call('RestoreDBInstanceFromDBSnapshot', copy));
  const [past] = state.restore_to_point_in_time ?? [];
  if (past) return identity(await call('RestoreDBInstanceToPointInTime', { ...copy, ...toMoment(state, past) }));
  return identity(await call('CreateDBInstance', { ...toCreation(state), ...toPassword(state, config), Tags }));
}

/** A copy comes with the master password of its origin, until it answers and can be told another. */
async function complete(state: Attributes, { call, config, poll }: Context): Promise<void> {
  const restored = Boolean(state.snapshot_identifier || state.restore_to_point_in_time?.length);
  const DBInstanceIdentifier = state.identifier;
  if (restored) {
    await poll(`database '${state.identifier}' to be restored`, async () => {
      const { DBInstances } = await call('DescribeDBInstances', { DBInstanceIdentifier });
      return DBInstances[0].DBInstanceStatus === 'creating' ? undefined : true;
    });
  }
  await call('ModifyDBInstance', atOnce({ ...toRepetition(state), ...(restored && toPassword(state, config)) }));
}

function toMoment(state: Attributes, past: Attributes): Attributes {
  return {
    TargetDBInstanceIdentifier: state.identifier,
    RestoreTime: past.restore_time ? new Date(past.restore_time) : undefined,
    UseLatestRestorableTime: past.use_latest_restorable_time ?? undefined,
    SourceDBInstanceIdentifier: past.source_db_instance_identifier ?? undefined,
    SourceDbiResourceId: past.source_dbi_resource_id ?? undefined,
    SourceDBInstanceAutomatedBackupsArn: past.source_db_instance_automated_backups_arn ?? undefined,
  };
}

function identity({ DBInstance }: Attributes): Attributes {
  return { id: DBInstance.DbiResourceId, resource_id: DBInstance.DbiResourceId };
}

/** Waiting for a maintenance window would leave the change to be planned again and again: in the sandbox it is now. */
function atOnce(input: Attributes): Attributes {
  return { ...input, ApplyImmediately: true };
}

/** A replica without a source is an instance of its own. One that was imported has its source already. */
async function promote(state: Attributes, { call, prior }: Context): Promise<void> {
  const wanted = state.replicate_source_db;
  if (!wanted) {
    await call('PromoteReadReplica', { DBInstanceIdentifier: state.identifier });
    return;
  }
  const { DBInstances } = await call('DescribeDBInstances', { DBInstanceIdentifier: state.identifier });
  const source = DBInstances[0].ReadReplicaSourceDBInstanceIdentifier;
  if (!prior.replicate_source_db && source === nameOf(wanted)) return;
  throw new BacklotError({
    code: 'SourceIsFixed',
    message: `database '${state.identifier}' cannot become a replica of '${wanted}': a source is chosen at creation`,
  });
}

/** RDS makes the secret, with a password of its own, or removes it. */
async function changeManagement(state: Attributes, { call, config }: Context): Promise<void> {
  const password = toPassword(state, config);
  const input = { DBInstanceIdentifier: state.identifier, ManageMasterUserPassword: false, ...password };
  await call('ModifyDBInstance', atOnce(input));
}

async function remove(state: Attributes, { call }: Context): Promise<void> {
  const withoutSnapshot = state.skip_final_snapshot || Boolean(state.replicate_source_db);
  if (!withoutSnapshot && !state.final_snapshot_identifier) {
    throw new BacklotError({
      code: 'NoFinalSnapshot',
      message: `database '${state.identifier}' has no final_snapshot_identifier, which deleting it takes unless skip_final_snapshot is true`,
    });
  }
  await call('DeleteDBInstance', {
    DBInstanceIdentifier: state.identifier,
    SkipFinalSnapshot: withoutSnapshot,
    FinalDBSnapshotIdentifier: withoutSnapshot ? undefined : state.final_snapshot_identifier,
    DeleteAutomatedBackups: state.delete_automated_backups,
  });
}

/** The last part of an ARN, or the name itself. */
function nameOf(source: string): string | undefined {
  return source.split(':').at(-1);
}
