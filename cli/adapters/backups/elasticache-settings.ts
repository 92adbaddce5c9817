import type { CacheCluster, ReplicationGroup } from '@aws-sdk/client-elasticache';
import { defined } from './defined-fields.js';
import type { Applied, Placement } from './store.js';

/** Settings of a replication group by their names in the ElastiCache API, and its tags. */
export interface CachePlacement extends Placement {
  readonly CacheNodeType?: string;
  readonly Engine?: string;
  readonly NumCacheClusters?: number;
  readonly NumNodeGroups?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Settings of a living group; some are told of its members only. */
export function groupPlacement(
  group: ReplicationGroup,
  member: CacheCluster | undefined,
  tags: Readonly<Record<string, string>>,
): CachePlacement {
  const shards = group.NodeGroups ?? [];
  return defined({
    AtRestEncryptionEnabled: group.AtRestEncryptionEnabled,
    AutoMinorVersionUpgrade: group.AutoMinorVersionUpgrade,
    AutomaticFailoverEnabled: group.AutomaticFailover === 'enabled',
    CacheNodeType: group.CacheNodeType ?? member?.CacheNodeType,
    CacheParameterGroupName: member?.CacheParameterGroup?.CacheParameterGroupName,
    CacheSubnetGroupName: member?.CacheSubnetGroupName,
    ClusterMode: group.ClusterMode,
    Engine: member?.Engine,
    EngineVersion: member?.EngineVersion?.split('.').slice(0, 2).join('.'),
    IpDiscovery: group.IpDiscovery,
    KmsKeyId: group.KmsKeyId,
    MultiAZEnabled: group.MultiAZ === 'enabled',
    NetworkType: group.NetworkType,
    NotificationTopicArn: member?.NotificationConfiguration?.TopicArn,
    PreferredMaintenanceWindow: member?.PreferredMaintenanceWindow,
    ReplicationGroupDescription: group.Description,
    SecurityGroupIds: member?.SecurityGroups?.flatMap(({ SecurityGroupId: id }) => id ?? []),
    SnapshotRetentionLimit: group.SnapshotRetentionLimit,
    SnapshotWindow: group.SnapshotWindow,
    TransitEncryptionEnabled: group.TransitEncryptionEnabled,
    TransitEncryptionMode: group.TransitEncryptionMode,
    UserGroupIds: group.UserGroupIds,
    tags,
    ...(group.ClusterEnabled === true
      ? {
          NumNodeGroups: shards.length,
          ReplicasPerNodeGroup: Math.max(0, (shards[0]?.NodeGroupMembers?.length ?? 1) - 1),
        }
      : { NumCacheClusters: Math.max(1, group.MemberClusters?.length ?? 1) }),
  });
}

/** Arguments of Terraform, with the API's names of them. */
const NAMES: Readonly<Record<string, string>> = {
  at_rest_encryption_enabled: 'AtRestEncryptionEnabled',
  auto_minor_version_upgrade: 'AutoMinorVersionUpgrade',
  automatic_failover_enabled: 'AutomaticFailoverEnabled',
  cluster_mode: 'ClusterMode',
  data_tiering_enabled: 'DataTieringEnabled',
  description: 'ReplicationGroupDescription',
  engine: 'Engine',
  engine_version: 'EngineVersion',
  ip_discovery: 'IpDiscovery',
  kms_key_id: 'KmsKeyId',
  maintenance_window: 'PreferredMaintenanceWindow',
  multi_az_enabled: 'MultiAZEnabled',
  network_type: 'NetworkType',
  node_type: 'CacheNodeType',
  notification_topic_arn: 'NotificationTopicArn',
  parameter_group_name: 'CacheParameterGroupName',
  port: 'Port',
  security_group_ids: 'SecurityGroupIds',
  snapshot_retention_limit: 'SnapshotRetentionLimit',
  snapshot_window: 'SnapshotWindow',
  subnet_group_name: 'CacheSubnetGroupName',
  tags_all: 'tags',
  transit_encryption_enabled: 'TransitEncryptionEnabled',
  transit_encryption_mode: 'TransitEncryptionMode',
  user_group_ids: 'UserGroupIds',
};

/** Settings that Terraform applied: what the next plan compares with. Nothing where it applied none. */
export function appliedGroup(attributes: Applied['attributes'] | undefined): CachePlacement {
  const entries = Object.entries(attributes ?? {}).flatMap(([name, value]) => {
    const member = NAMES[name];
    if (!member || value === null || value === undefined || value === '') return [];
    // The provider keeps these as text.
    return [[member, value === 'true' ? true : value === 'false' ? false : value] as const];
  });
  const logs = deliveries(attributes?.log_delivery_configuration);
  const { cluster_enabled: sharded, num_cache_clusters: nodes, replicas_per_node_group: replicas } = attributes ?? {};
  // Told of both, and taken only one of: by group where it is in shards.
  const size = sharded ? { ReplicasPerNodeGroup: Number(replicas) } : nodes ? { NumCacheClusters: Number(nodes) } : {};
  return { ...Object.fromEntries(entries), ...size, ...(logs.length > 0 ? { LogDeliveryConfigurations: logs } : {}) };
}

interface Delivery {
  readonly destination: string;
  readonly destination_type: string;
  readonly log_format: string;
  readonly log_type: string;
}

function deliveries(declared: unknown) {
  return ((declared ?? []) as readonly Delivery[]).map((each) => ({
    DestinationType: each.destination_type,
    DestinationDetails:
      each.destination_type === 'cloudwatch-logs'
        ? { CloudWatchLogsDetails: { LogGroup: each.destination } }
        : { KinesisFirehoseDetails: { DeliveryStream: each.destination } },
    LogFormat: each.log_format,
    LogType: each.log_type,
  }));
}
