import { type Attributes, type Context, handler } from '../contract.js';
import { CHANGEABLE, fromInstance, toCreation, toModification, toReplica } from './instance-attributes.js';
import { makeMasterSecret, removeMasterSecret } from './master-secret.js';

const LOST = 'the emulator does not keep it';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html */
export default handler({
  type: 'aws_db_instance',
  service: 'rds',
  importId: '{identifier}',
  create: [
    { run: make },
    // Windows are not taken at creation by the emulator; telling them again is harmless elsewhere.
    {
      run: async (state, { call }) => {
        await call('ModifyDBInstance', { ...toModification(state, new Set(CHANGEABLE)), ApplyImmediately: true });
      },
    },
    {
      when: ['manage_master_user_password'],
      run: async (state, context) => {
        if (state.manage_master_user_password) return { master_user_secret: [await makeMasterSecret(state, context)] };
      },
    },
  ],
  read: {
    call: 'DescribeDBInstances',
    at: 'DBInstances.0',
    input: (state) => ({ DBInstanceIdentifier: state.identifier }),
    only: [],
    set: fromInstance,
  },
  update: [
    {
      when: CHANGEABLE,
      run: async (state, { call, changed }) => {
        await call('ModifyDBInstance', { ...toModification(state, changed), ApplyImmediately: true });
      },
    },
  ],
  delete: {
    run: async (state, context) => {
      await context.call('DeleteDBInstance', {
        DBInstanceIdentifier: state.identifier,
        SkipFinalSnapshot: state.skip_final_snapshot || Boolean(state.replicate_source_db),
        FinalDBSnapshotIdentifier: state.skip_final_snapshot ? undefined : state.final_snapshot_identifier,
        DeleteAutomatedBackups: state.delete_automated_backups,
      });
      await removeMasterSecret(state, context);
    },
  },
  local: [
    'allow_major_version_upgrade',
    'apply_immediately',
    'delete_automated_backups',
    'final_snapshot_identifier',
    'manage_master_user_password',
    'skip_final_snapshot',
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
    ...[
      'availability_zone',
      'db_name',
      'db_subnet_group_name',
      'engine',
      'identifier',
      'identifier_prefix',
      'kms_key_id',
    ],
    ...['port', 'snapshot_identifier', 'storage_encrypted', 'username'],
  ],
  recomputed: { engine_version_actual: ['engine_version'], master_user_secret: ['manage_master_user_password'] },
  equal: {
    // A major version stands for its newest minor one.
    engine_version: (declared, real) =>
      isWithin(String(declared), String(real)) || isWithin(String(real), String(declared)),
    backup_window: 'ignore-case',
    maintenance_window: 'ignore-case',
    vpc_security_group_ids: 'any-order',
  },
  ready: { DBInstanceStatus: 'available' },
  failed: { DBInstanceStatus: ['failed', 'incompatible-parameters', 'storage-full'] },
  recordedAttributes: {
    auto_minor_version_upgrade: LOST,
    enabled_cloudwatch_logs_exports: LOST,
    master_user_secret_kms_key_id: 'the emulator manages no master passwords; the secret itself is real',
    performance_insights_enabled: LOST,
    performance_insights_kms_key_id: LOST,
    performance_insights_retention_period: LOST,
    storage_throughput: LOST,
  },
});

async function make(state: Attributes, { call }: Context): Promise<Attributes> {
  const { DBInstance } = state.replicate_source_db
    ? await call('CreateDBInstanceReadReplica', toReplica(state))
    : await call('CreateDBInstance', toCreation(state));
  return { id: DBInstance.DbiResourceId, resource_id: DBInstance.DbiResourceId };
}

function isWithin(major: string, version: string): boolean {
  return version.startsWith(`${major}.`);
}
