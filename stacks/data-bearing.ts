/**
 * Terraform types of resources that hold data which no apply brings back, and what is lost with one of them, in words
 * that finish the sentence "deleting it loses …". What no operation deletes, replaces or cuts short without being told
 * so by name. How a store of a type is looked into is declared in `cli/delivery/losses/stores`, which the compiler asks
 * for.
 *
 * Queues are not in it: what waits in them is in flight, and no backup has it.
 */
export const DATA_BEARING_TYPES = {
  aws_backup_vault: 'its recovery points, and with them the way back to every store that they were taken of',
  aws_cloudwatch_log_group: 'its log lines, which were promised to be kept',
  aws_db_instance: 'its databases and their automated backups',
  aws_docdb_cluster: 'its databases and their automated backups',
  aws_dynamodb_table: 'its items and their point-in-time recovery',
  aws_ecr_repository: 'its images, also those that a rollback would need',
  aws_efs_file_system: 'its files',
  aws_elasticache_replication_group: 'what is cached in it, sessions included, and its automatic snapshots',
  aws_elasticache_serverless_cache: 'what is cached in it, sessions included, and its automatic snapshots',
  aws_kms_key: 'the means to read everything that is encrypted with it, snapshots included',
  aws_msk_cluster: 'the messages of its topics and the positions of their consumers',
  aws_opensearch_domain: 'its indices and their automated snapshots',
  aws_rds_cluster: 'its databases and their automated backups',
  aws_route53_zone:
    'its records that were made beside Terraform, and its name servers, which the domain is delegated to',
  aws_s3_bucket: 'its objects and their earlier versions',
  aws_secretsmanager_secret: 'its values, also those that were set by hand',
} as const satisfies Readonly<Record<string, string>>;

/** A Terraform type whose resources hold data. */
export type DataBearingType = keyof typeof DATA_BEARING_TYPES;

/** Whether resources of the Terraform type hold data, see {@link DATA_BEARING_TYPES}. */
export function isDataBearing(type: string): type is DataBearingType {
  return Object.hasOwn(DATA_BEARING_TYPES, type);
}
