import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';
import { DEFAULT_SUBNETS } from '../default-subnets.js';

interface Wanted {
  readonly subnets: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly access: string;
  readonly users: readonly string[];
  readonly group: object;
}

const user = (id: string, access_string: string) => ({
  user_id: id,
  user_name: id,
  engine: 'valkey',
  access_string,
  authentication_mode: [{ type: 'iam' }],
});

const cache = ({ subnets, parameters, access, users, group }: Wanted) => ({
  aws_elasticache_subnet_group: { subnets: { name: 'cache', subnet_ids: subnets } },
  aws_elasticache_parameter_group: {
    parameters: {
      name: 'cache-valkey8',
      family: 'valkey8',
      parameter: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    },
  },
  aws_elasticache_user: { api: user('api', access), worker: user('worker', 'on ~* &* +@read') },
  aws_elasticache_user_group: {
    users: {
      user_group_id: 'cache',
      engine: 'valkey',
      user_ids: users.map((name) => `\${aws_elasticache_user.${name}.user_id}`),
    },
  },
  aws_elasticache_replication_group: {
    cache: {
      replication_group_id: 'cache',
      description: 'Sessions',
      engine: 'valkey',
      node_type: 'cache.t4g.micro',
      parameter_group_name: '${aws_elasticache_parameter_group.parameters.name}',
      subnet_group_name: '${aws_elasticache_subnet_group.subnets.name}',
      security_group_ids: ['sg-1'],
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      at_rest_encryption_enabled: 'true',
      kms_key_id: 'arn:aws:kms:eu-central-1:210987654321:key/1',
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
      user_group_ids: ['${aws_elasticache_user_group.users.user_group_id}'],
      log_delivery_configuration: [
        { log_type: 'slow-log', log_format: 'json', destination_type: 'cloudwatch-logs', destination: '/cache/slow' },
      ],
      ...group,
    },
  },
});

describe('a cache with its users and groups', () => {
  let cloud: TestCloud;
  const describeGroup = async () =>
    (await cloud.call('elasticache', 'DescribeReplicationGroups', { ReplicationGroupId: 'cache' }))
      .ReplicationGroups[0];

  beforeAll(async () => {
    cloud = await TestCloud.start();
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: cache({
      subnets: DEFAULT_SUBNETS,
      parameters: { 'maxmemory-policy': 'allkeys-lru', 'notify-keyspace-events': 'Ex' },
      access: 'on ~* &* +@all -@admin',
      users: ['api'],
      group: {
        engine_version: '8.0',
        num_cache_clusters: 2,
        snapshot_retention_limit: 1,
        snapshot_window: '03:00-04:00',
      },
    }),
    created: async () => {
      expect(await describeGroup()).toMatchObject({
        AtRestEncryptionEnabled: true,
        TransitEncryptionMode: 'required',
        AutomaticFailover: 'enabled',
        MultiAZ: 'enabled',
        UserGroupIds: ['cache'],
        MemberClusters: ['cache-0001-001', 'cache-0001-002'],
        LogDeliveryConfigurations: [{ LogType: 'slow-log' }],
      });
    },
    changed: cache({
      subnets: ['subnet-00000003'],
      parameters: { 'maxmemory-policy': 'allkeys-lfu' },
      access: 'on ~app:* &* +@all -@admin',
      users: ['api', 'worker'],
      group: {
        engine_version: '8.1',
        num_cache_clusters: 3,
        snapshot_retention_limit: 0,
        snapshot_window: '05:00-06:00',
      },
    }),
    changes: [
      'update aws_elasticache_parameter_group.parameters',
      'update aws_elasticache_replication_group.cache',
      'update aws_elasticache_subnet_group.subnets',
      'update aws_elasticache_user.api',
      'update aws_elasticache_user_group.users',
    ],
    updated: async () => {
      const { SnapshotRetentionLimit, NodeGroups } = await describeGroup();
      expect([SnapshotRetentionLimit, NodeGroups[0].NodeGroupMembers.length]).toEqual([0, 3]);
    },
    meddle: async () => {
      const change = (operation: string, input: object) => cloud.call('elasticache', operation, input);
      await change('ModifyCacheSubnetGroup', { CacheSubnetGroupName: 'cache', SubnetIds: [...DEFAULT_SUBNETS] });
      await change('ModifyCacheParameterGroup', {
        CacheParameterGroupName: 'cache-valkey8',
        ParameterNameValues: [{ ParameterName: 'timeout', ParameterValue: '60' }],
      });
      await change('ModifyUser', { UserId: 'api', AccessString: 'on ~* +@all' });
      await change('ModifyUserGroup', { UserGroupId: 'cache', UserIdsToRemove: ['worker'] });
      await change('ModifyReplicationGroup', {
        ReplicationGroupId: 'cache',
        SnapshotRetentionLimit: 9,
        CacheNodeType: 'cache.t4g.large',
      });
    },
    drift: {
      'aws_elasticache_parameter_group.parameters': ['parameter'],
      'aws_elasticache_replication_group.cache': ['node_type', 'snapshot_retention_limit'],
      'aws_elasticache_subnet_group.subnets': ['subnet_ids'],
      'aws_elasticache_user.api': ['access_string'],
      'aws_elasticache_user_group.users': ['user_ids'],
    },
    imports: async () => ({
      'aws_elasticache_parameter_group.parameters': 'cache-valkey8',
      'aws_elasticache_replication_group.cache': 'cache',
      'aws_elasticache_subnet_group.subnets': 'cache',
      'aws_elasticache_user.api': 'api',
      'aws_elasticache_user.worker': 'worker',
      'aws_elasticache_user_group.users': 'cache',
    }),
    unknownToImport: {
      'aws_elasticache_replication_group.cache': [
        'kms_key_id',
        'log_delivery_configuration',
        'security_group_ids',
        'transit_encryption_mode',
      ],
      'aws_elasticache_user.api': ['authentication_mode'],
      'aws_elasticache_user.worker': ['authentication_mode'],
    },
    destroyed: async () => {
      const { ReplicationGroups } = await cloud.call('elasticache', 'DescribeReplicationGroups', {});
      const { Users } = await cloud.call('elasticache', 'DescribeUsers', {});
      const { UserGroups } = await cloud.call('elasticache', 'DescribeUserGroups', {});
      expect([ReplicationGroups, Users, UserGroups].map((found) => found ?? [])).toEqual([[], [], []]);
    },
  });
});
