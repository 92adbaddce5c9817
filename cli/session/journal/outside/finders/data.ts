import { type Finder, listed, named, WRITTEN_AGAIN } from '../finder.js';

/** Stores of data, queues and topics: all have names of ours. */
export const dataFinders: Readonly<Record<string, Finder>> = {
  aws_s3_bucket: named({ ask: 's3:HeadBucket', by: { Bucket: '{bucket}' }, id: '{bucket}' }),
  ...Object.fromEntries(
    [
      'cors_configuration',
      'lifecycle_configuration',
      'logging',
      'notification',
      'ownership_controls',
      'policy',
      'public_access_block',
      'server_side_encryption_configuration',
      'versioning',
    ].map((setting) => [`aws_s3_bucket_${setting}`, WRITTEN_AGAIN]),
  ),
  aws_db_instance: named({
    ask: 'rds:DescribeDBInstances',
    by: { DBInstanceIdentifier: '{identifier}' },
    at: 'DBInstances.0',
    id: '{identifier}',
    unless: ({ DBInstanceStatus }) => DBInstanceStatus === 'deleting',
  }),
  aws_db_subnet_group: named({
    ask: 'rds:DescribeDBSubnetGroups',
    by: { DBSubnetGroupName: '{name}' },
    at: 'DBSubnetGroups.0',
    id: '{name}',
  }),
  aws_db_parameter_group: named({
    ask: 'rds:DescribeDBParameterGroups',
    by: { DBParameterGroupName: '{name}' },
    at: 'DBParameterGroups.0',
    id: '{name}',
  }),
  aws_db_proxy: named({ ask: 'rds:DescribeDBProxies', by: { DBProxyName: '{name}' }, at: 'DBProxies.0', id: '{name}' }),
  aws_db_proxy_default_target_group: WRITTEN_AGAIN,
  aws_db_proxy_target: async ({ values }, calls) => {
    const { db_proxy_name: proxy, target_group_name: group, db_instance_identifier: instance } = values;
    if (!proxy || !group || !instance) return [];
    const found = await calls.ask('rds:DescribeDBProxyTargets', { DBProxyName: proxy, TargetGroupName: group });
    const targets: Record<string, string>[] = found?.Targets ?? [];
    return targets
      .filter(({ RdsResourceId }) => RdsResourceId === instance)
      .map(({ Type, RdsResourceId }) => [proxy, group, Type, RdsResourceId].join('/'));
  },
  aws_elasticache_replication_group: named({
    ask: 'elasticache:DescribeReplicationGroups',
    by: { ReplicationGroupId: '{replication_group_id}' },
    at: 'ReplicationGroups.0',
    id: '{replication_group_id}',
    unless: ({ Status }) => Status === 'deleting',
  }),
  aws_elasticache_subnet_group: named({
    ask: 'elasticache:DescribeCacheSubnetGroups',
    by: { CacheSubnetGroupName: '{name}' },
    at: 'CacheSubnetGroups.0',
    id: '{name}',
  }),
  aws_elasticache_parameter_group: named({
    ask: 'elasticache:DescribeCacheParameterGroups',
    by: { CacheParameterGroupName: '{name}' },
    at: 'CacheParameterGroups.0',
    id: '{name}',
  }),
  aws_elasticache_user: named({
    ask: 'elasticache:DescribeUsers',
    by: { UserId: '{user_id}' },
    at: 'Users.0',
    id: '{user_id}',
  }),
  aws_elasticache_user_group: named({
    ask: 'elasticache:DescribeUserGroups',
    by: { UserGroupId: '{user_group_id}' },
    at: 'UserGroups.0',
    id: '{user_group_id}',
  }),
  aws_dynamodb_table: named({ ask: 'dynamodb:DescribeTable', by: { TableName: '{name}' }, id: '{name}' }),
  aws_secretsmanager_secret: listed({
    ask: 'secretsmanager:ListSecrets',
    at: 'SecretList',
    same: { Name: 'name' },
    id: 'ARN',
    unless: ({ DeletedDate }) => DeletedDate !== undefined && DeletedDate !== null,
  }),
  aws_secretsmanager_secret_policy: WRITTEN_AGAIN,
  aws_secretsmanager_secret_rotation: WRITTEN_AGAIN,
  aws_secretsmanager_secret_version: WRITTEN_AGAIN,
  aws_sqs_queue: async ({ values }, calls) => {
    if (!values.name) return [];
    const found = await calls.ask('sqs:GetQueueUrl', { QueueName: values.name }, { region: values.region });
    return found?.QueueUrl ? [found.QueueUrl] : [];
  },
  aws_sqs_queue_policy: WRITTEN_AGAIN,
  aws_sqs_queue_redrive_policy: WRITTEN_AGAIN,
  aws_sqs_queue_redrive_allow_policy: WRITTEN_AGAIN,
  aws_sns_topic: async ({ values }, calls) => {
    const { name, region = calls.region } = values;
    if (!name) return [];
    const arn = `arn:${calls.partition}:sns:${region}:${calls.accountId}:${name}`;
    return (await calls.ask('sns:GetTopicAttributes', { TopicArn: arn }, { region })) ? [arn] : [];
  },
  aws_sns_topic_policy: WRITTEN_AGAIN,
  // The API gives the same subscription for the same endpoint: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
  aws_sns_topic_subscription: WRITTEN_AGAIN,
};
