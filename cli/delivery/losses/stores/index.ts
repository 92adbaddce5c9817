import { type DataBearingType, resourceTypes, type UnseenType } from '../../../../resources/index.js';
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

/** What can be looked into. A type that holds data and says itself that nobody can needs no line. */
const SEEN: Readonly<Record<Exclude<DataBearingType, UnseenType>, StoreKind>> = {
  aws_backup_vault: vault,
  aws_cloudwatch_log_group: logGroup,
  aws_db_instance: database,
  aws_dynamodb_table: table,
  aws_ecr_repository: repository,
  aws_elasticache_replication_group: cache,
  aws_elasticache_serverless_cache: cache,
  aws_kms_key: key,
  aws_route53_zone: zone,
  aws_s3_bucket: bucket,
  aws_secretsmanager_secret: secret,
};

/** Every kind of thing that holds data, or that data depends on. */
export const STORES = {
  ...Object.fromEntries(
    resourceTypes.flatMap(({ type, holds }) => (holds?.unseen ? [[type, unseen(holds.unseen)] as const] : [])),
  ),
  ...SEEN,
} as Readonly<Record<DataBearingType, StoreKind>>;
