import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Attributes, Context } from '../contract.js';
import { SETTINGS, toSettings } from './instance-settings.js';
import { makeMasterSecret } from './master-user-secret.js';

/** Creates an instance from nothing, as a replica of another one, or from a snapshot. */
export async function createInstance(state: Attributes, context: Context): Promise<Attributes> {
  const { call } = context;
  const common = {
    ...toSettings(state, new Set(Object.keys(SETTINGS))),
    DBInstanceIdentifier: state.identifier,
    AvailabilityZone: state.availability_zone ?? undefined,
    CustomIamInstanceProfile: state.custom_iam_instance_profile ?? undefined,
    DBSubnetGroupName: state.db_subnet_group_name ?? undefined,
    EnableCloudwatchLogsExports: state.enabled_cloudwatch_logs_exports ?? undefined,
    KmsKeyId: state.kms_key_id || undefined,
    Port: state.port ?? undefined,
  };
  if (state.restore_to_point_in_time?.length || state.s3_import?.length) {
    throw new BacklotError({
      code: 'NotInSandbox',
      message: `database '${state.identifier}': the sandbox restores from snapshots only, not to a point in time or from S3`,
    });
  }
  if (state.replicate_source_db) {
    const { DBInstance } = await call('CreateDBInstanceReadReplica', {
      ...common,
      SourceDBInstanceIdentifier: state.replicate_source_db,
      ReplicaMode: state.replica_mode ?? undefined,
    });
    return { id: DBInstance.DbiResourceId };
  }
  if (state.snapshot_identifier) {
    const { DBInstance } = await call('RestoreDBInstanceFromDBSnapshot', {
      ...common,
      DBSnapshotIdentifier: state.snapshot_identifier,
    });
    return { id: DBInstance.DbiResourceId };
  }
  const { DBInstance } = await call('CreateDBInstance', {
    ...common,
    CharacterSetName: state.character_set_name ?? undefined,
    DBName: state.db_name ?? undefined,
    Engine: state.engine,
    EngineLifecycleSupport: state.engine_lifecycle_support ?? undefined,
    MasterUsername: state.username ?? undefined,
    MasterUserPassword: await masterPassword(state, context),
    NcharCharacterSetName: state.nchar_character_set_name ?? undefined,
    StorageEncrypted: state.storage_encrypted ?? undefined,
    Timezone: state.timezone ?? undefined,
  });
  return { id: DBInstance.DbiResourceId };
}

/** A replica without a source is an instance of its own. One that was imported has its source already. */
export async function promote(state: Attributes, { call, prior }: Context): Promise<void> {
  const wanted = state.replicate_source_db;
  if (!wanted) return;
  const { DBInstances } = await call('DescribeDBInstances', { DBInstanceIdentifier: state.identifier });
  const source = DBInstances[0].ReadReplicaSourceDBInstanceIdentifier;
  if (!prior.replicate_source_db && source === wanted.split(':').at(-1)) return;
  throw new BacklotError({
    code: 'SourceIsFixed',
    message: `database '${state.identifier}' cannot become a replica of '${wanted}': a source is chosen at creation`,
  });
}

async function masterPassword(state: Attributes, context: Context): Promise<string | undefined> {
  if (state.manage_master_user_password) return makeMasterSecret(state, context);
  return state.password ?? context.config.password_wo ?? undefined;
}
