import { describe, expect, it } from '@jest/globals';
import { lossName } from '../loss-name.js';

describe('the name of what would be lost', () => {
  it.each([
    ['aws_db_instance', 'aws_db_instance.postgres-main', 'postgres.main'],
    ['aws_db_instance', 'aws_db_instance.postgres-main_replica-1_E917DFF1', 'postgres.main.replica-1'],
    ['aws_elasticache_replication_group', 'aws_elasticache_replication_group.redis-cache', 'redis.cache'],
    ['aws_s3_bucket', 'aws_s3_bucket.bucket-uploads', 'buckets.uploads'],
    ['aws_s3_bucket', 'aws_s3_bucket.logs', 'buckets.logs'],
    ['aws_ecr_repository', 'aws_ecr_repository.repository-api', 'repositories.api'],
    ['aws_kms_key', 'aws_kms_key.data-key', 'keys.data'],
    ['aws_kms_key', 'aws_kms_key.delivery-pager-key', 'keys.delivery-pager'],
    ['aws_kms_key', 'aws_kms_key.state_key_84A4E4B8', 'keys.state'],
    ['aws_secretsmanager_secret', 'aws_secretsmanager_secret.secret-api-token-key', 'secrets.api-token-key'],
    ['aws_backup_vault', 'aws_backup_vault.vault', 'backup.vault'],
    ['aws_route53_zone', 'aws_route53_zone.zone', 'zones.zone'],
    ['aws_cloudwatch_log_group', 'aws_cloudwatch_log_group.flow-logs_log_2AEB7D0B', 'logs.flow-logs'],
    [
      'aws_cloudwatch_log_group',
      'aws_cloudwatch_log_group.redis-cache_engine-log_8E3DA55B',
      'logs.redis-cache.engine-log',
    ],
    ['aws_s3_bucket', 'module.old.aws_s3_bucket.bucket-films["eu"]', 'buckets.films.eu'],
  ] as const)('%s at %s is %s', (type, address, name) => {
    expect(lossName(type, address)).toBe(name);
  });
});
