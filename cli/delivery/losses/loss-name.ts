import type { DataBearingType } from '../../../stacks/data-bearing.js';

/** How logical ids of a type begin or end, and the section of the environment's file that they come from. */
const SECTIONS: Readonly<Record<DataBearingType, { readonly section: string; readonly affix?: RegExp }>> = {
  aws_backup_vault: { section: 'backup' },
  aws_cloudwatch_log_group: { section: 'logs' },
  aws_db_instance: { section: 'postgres', affix: /^postgres-/ },
  aws_docdb_cluster: { section: 'documentdb', affix: /^documentdb-/ },
  aws_dynamodb_table: { section: 'tables', affix: /^table-/ },
  aws_ecr_repository: { section: 'repositories', affix: /^repository-/ },
  aws_efs_file_system: { section: 'files', affix: /^files-/ },
  aws_elasticache_replication_group: { section: 'redis', affix: /^redis-/ },
  aws_elasticache_serverless_cache: { section: 'redis', affix: /^redis-/ },
  aws_kms_key: { section: 'keys', affix: /[-_.]?key$/ },
  aws_msk_cluster: { section: 'kafka', affix: /^kafka-/ },
  aws_opensearch_domain: { section: 'search', affix: /^search-/ },
  aws_rds_cluster: { section: 'aurora', affix: /^aurora-/ },
  aws_route53_zone: { section: 'zones' },
  aws_s3_bucket: { section: 'buckets', affix: /^bucket-/ },
  aws_secretsmanager_secret: { section: 'secrets', affix: /^secret-/ },
};

/**
 * The name that people call a thing by: its path in the environment's file without the outer section, such as
 * `postgres.main`; where it has none, its kind and what the stack calls it, such as `keys.data`.
 */
export function lossName(type: DataBearingType, address: string): string {
  const { section, affix } = SECTIONS[type];
  const [, id = address] = /^(?:.*\.)?[^.]+\.(?<id>[^.[]+(?:\[.*\])?)$/.exec(address) ?? [];
  // Ids of parts of a construct end with a hash of their path.
  const parts = id
    .replace(/_[0-9A-F]{8}(?=$|\[)/, '')
    .split('_')
    .filter((part) => part !== 'log')
    .map((part) => part.replace(/^log-/, ''));
  const joined = parts
    .join('.')
    .replaceAll(/["[\]]+/g, '.')
    .replace(/\.$/, '');
  return `${section}.${(affix ? joined.replace(affix, '') : joined) || 'main'}`;
}
