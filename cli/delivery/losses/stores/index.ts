import type { DataBearingType } from '../../../../stacks/data-bearing.js';
import { bucket } from './bucket.js';
import { cache } from './cache.js';
import { database } from './database.js';
import { key } from './key.js';
import { logGroup } from './log-group.js';
import { repository } from './repository.js';
import { secret } from './secret.js';
import type { StoreKind } from './store-kind.js';
import { table } from './table.js';
import { unseen } from './unseen.js';
import { vault } from './vault.js';
import { zone } from './zone.js';

export type { Holding, LookContext, StoreKind } from './store-kind.js';

/** Every kind of thing that holds data, or that data depends on. A new kind of store is one more line. */
export const STORES: Readonly<Record<DataBearingType, StoreKind>> = {
  aws_backup_vault: vault,
  aws_cloudwatch_log_group: logGroup,
  aws_db_instance: database,
  aws_docdb_cluster: unseen('DocumentDB cluster', 'databases'),
  aws_dynamodb_table: table,
  aws_ecr_repository: repository,
  aws_efs_file_system: unseen('file system', 'files'),
  aws_elasticache_replication_group: cache,
  aws_elasticache_serverless_cache: cache,
  aws_kms_key: key,
  aws_msk_cluster: unseen('Kafka cluster', 'topics'),
  aws_opensearch_domain: unseen('search domain', 'indices'),
  aws_rds_cluster: unseen('Aurora cluster', 'databases'),
  aws_route53_zone: zone,
  aws_s3_bucket: bucket,
  aws_secretsmanager_secret: secret,
};
