import type { Environment } from '../../../environments/model/index.js';
import type { ApiObject } from '../../../resources/aws-calls.js';

/** A block of a stack's configuration, by type and name. */
export type DeclaredResources = Readonly<Record<string, Readonly<Record<string, ApiObject>>>>;

/** Values of attributes that AWS moved on by itself, by type and name of the resource. */
export type OwnedValues = Record<string, Record<string, ApiObject>>;

/** What is described of the databases and caches that there are. */
export interface Described {
  /** Of `DescribeDBInstances`. */
  readonly databases: readonly ApiObject[];
  /** Of `DescribeCacheClusters`. */
  readonly caches: readonly ApiObject[];
}

/**
 * What AWS changes by itself after a creation, and keeps: storage that grew up to its limit, a minor version that it
 * upgraded to, retention and window of backups that AWS Backup took over. Declared as they are, no plan sets them back;
 * RDS would refuse most of it, and a cache would be replaced.
 *
 * @param before what was applied last. Where nobody but a plan of the environment says that AWS Backup owns something, a
 *   declaration that was changed since is the owner's wish. @default not on record
 *
 * Sources: the user guides of RDS ("Managing capacity automatically with storage autoscaling", "Automatically upgrading the
 * minor engine version") and of AWS Backup ("Continuous backups and point-in-time recovery").
 */
export function ownedByAws(
  declared: DeclaredResources,
  { databases, caches }: Described,
  { backup }: Pick<Environment, 'backup'>,
  before?: DeclaredResources,
): OwnedValues {
  const continuous = Object.values(backup?.plans ?? {}).some((plan) => plan.continuous);
  const owned: OwnedValues = {};
  const keep = (type: string, name: string, values: ApiObject) => {
    if (Object.keys(values).length > 0) owned[type] = { ...owned[type], [name]: values };
  };
  for (const [name, block] of Object.entries(declared.aws_db_instance ?? {})) {
    const found = databases.find((each) => each.DBInstanceIdentifier === block.identifier);
    if (found) {
      const then = before?.aws_db_instance?.[name] ?? block;
      keep('aws_db_instance', name, databaseValues(block, found, continuous ? then : undefined));
    }
  }
  for (const [name, block] of Object.entries(declared.aws_elasticache_replication_group ?? {})) {
    const found = caches.find((each) => each.ReplicationGroupId === block.replication_group_id);
    const version = found && upgraded(block, found.EngineVersion?.split('.').slice(0, 2).join('.'));
    if (version) keep('aws_elasticache_replication_group', name, { engine_version: version });
  }
  return owned;
}

/** @param then as it was applied, where a plan of the environment is continuous */
function databaseValues(block: ApiObject, found: ApiObject, then: ApiObject | undefined): ApiObject {
  const version = upgraded(block, found.EngineVersion);
  const grown =
    block.allocated_storage < found.AllocatedStorage && found.AllocatedStorage <= (block.max_allocated_storage ?? 0);
  const taken = (attribute: string, there: unknown) => {
    // A copy is backed up by its source.
    if (block.replicate_source_db || block[attribute] === undefined || there === undefined) return false;
    const owns = found.AwsBackupRecoveryPointArn || (then && then[attribute] === block[attribute]);
    return Boolean(owns) && block[attribute] !== there;
  };
  return {
    ...(version ? { engine_version: version } : {}),
    ...(grown ? { allocated_storage: found.AllocatedStorage } : {}),
    ...(taken('backup_retention_period', found.BackupRetentionPeriod)
      ? { backup_retention_period: found.BackupRetentionPeriod }
      : {}),
    ...(taken('backup_window', found.PreferredBackupWindow) ? { backup_window: found.PreferredBackupWindow } : {}),
  };
}

/** The version that it has, when that is a later minor one of the same major. */
function upgraded(block: ApiObject, actual: string | undefined): string | undefined {
  if (String(block.auto_minor_version_upgrade ?? true) !== 'true') return undefined;
  const [wanted, there] = [parts(block.engine_version), parts(actual)];
  if (!wanted || !there || wanted.length < 2 || wanted[0] !== there[0]) return undefined;
  const index = wanted.findIndex((part, at) => part !== there[at]);
  return index > 0 && (there[index] ?? 0) > (wanted[index] ?? 0) ? actual : undefined;
}

function parts(version: unknown): number[] | undefined {
  return typeof version === 'string' && /^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : undefined;
}
