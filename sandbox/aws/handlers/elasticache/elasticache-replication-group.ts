import { type ApiObject, type Attributes, handler } from '../contract.js';
import { idChanges } from './id-changes.js';
import { changeMembers, changeReplicas, readMember } from './replication-group-members.js';

const AT_CREATION_ONLY = 'The emulator takes it at creation and ignores later changes.';
const IGNORED = 'The emulator ignores it.';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
export default handler({
  type: 'aws_elasticache_replication_group',
  service: 'elasticache',
  id: '{replication_group_id}',
  key: { ReplicationGroupId: '{replication_group_id}' },
  prefix: 'ReplicationGroup',
  create: { call: 'CreateReplicationGroup', input: (_state, { config }) => writeOnlyToken(config) },
  read: [{ call: 'DescribeReplicationGroups', at: 'ReplicationGroups.0', set: fromGroup }, { run: readMember }],
  update: [
    {
      call: 'ModifyReplicationGroup',
      input: ({ apply_immediately }) => ({ ApplyImmediately: apply_immediately ?? false }),
    },
    {
      call: 'ModifyReplicationGroup',
      send: 'none',
      when: ['auth_token_wo_version'],
      input: (_state, { config }) => writeOnlyToken(config),
    },
    {
      call: 'ModifyReplicationGroup',
      send: 'none',
      when: ['user_group_ids'],
      input: (state, { prior }) => idChanges('UserGroupIds', prior.user_group_ids, state.user_group_ids),
    },
    { when: ['engine_version', 'maintenance_window', 'parameter_group_name'], run: changeMembers },
    { when: ['num_cache_clusters', 'replicas_per_node_group'], run: changeReplicas },
  ],
  delete: {
    call: 'DeleteReplicationGroup',
    input: { RetainPrimaryCluster: false, FinalSnapshotIdentifier: '{final_snapshot_identifier}' },
  },
  names: {
    node_type: 'CacheNodeType',
    parameter_group_name: 'CacheParameterGroupName',
    subnet_group_name: 'CacheSubnetGroupName',
    security_group_names: 'CacheSecurityGroupNames',
    maintenance_window: 'PreferredMaintenanceWindow',
    log_delivery_configuration: { name: 'LogDeliveryConfigurations', to: toLogDelivery, from: fromLogDelivery },
    configuration_endpoint_address: 'ConfigurationEndpoint.Address',
    primary_endpoint_address: 'NodeGroups.0.PrimaryEndpoint.Address',
    reader_endpoint_address: 'NodeGroups.0.ReaderEndpoint.Address',
  },
  defaults: { automatic_failover_enabled: false, multi_az_enabled: false, snapshot_retention_limit: 0 },
  // The API can change some of these in place; the emulator would stay as it was.
  immutable: ['cluster_mode', 'engine', 'replication_group_id', 'transit_encryption_enabled'],
  local: ['apply_immediately', 'auth_token_update_strategy', 'auth_token_wo_version'],
  optionalComputed: ['node_group_configuration'],
  recomputed: {
    engine_version_actual: ['engine_version'],
    member_clusters: ['num_cache_clusters', 'replicas_per_node_group'],
    num_cache_clusters: ['replicas_per_node_group'],
    replicas_per_node_group: ['num_cache_clusters'],
  },
  equal: { engine: 'ignore-case', engine_version: sameVersion },
  ready: { Status: 'available' },
  failed: { Status: 'create-failed' },
  gone: { Status: 'deleting' },
  recordedAttributes: {
    auth_token: 'The API never tells it.',
    auto_minor_version_upgrade: AT_CREATION_ONLY,
    data_tiering_enabled: IGNORED,
    durability: IGNORED,
    final_snapshot_identifier: 'The emulator deletes without a last snapshot.',
    global_replication_group_id: IGNORED,
    ip_discovery: IGNORED,
    kms_key_id: IGNORED,
    log_delivery_configuration: AT_CREATION_ONLY,
    network_type: IGNORED,
    node_group_configuration: IGNORED,
    notification_topic_arn: IGNORED,
    port: 'The emulator tells the port that it really listens on, when it runs a server.',
    preferred_cache_cluster_azs: IGNORED,
    security_group_ids: AT_CREATION_ONLY,
    security_group_names: IGNORED,
    snapshot_arns: IGNORED,
    snapshot_name: 'The emulator starts every group empty.',
    transit_encryption_mode: AT_CREATION_ONLY,
  },
});

function fromGroup(group: ApiObject): Attributes {
  const shards: ApiObject[] = group.NodeGroups ?? [];
  const sizes = shards.map(({ NodeGroupMembers }) => NodeGroupMembers?.length ?? 0);
  return {
    automatic_failover_enabled: String(group.AutomaticFailover).startsWith('enabl'),
    multi_az_enabled: group.MultiAZ === 'enabled',
    num_node_groups: shards.length,
    num_cache_clusters: sizes.reduce((sum, size) => sum + size, 0),
    replicas_per_node_group: Math.max((sizes[0] ?? 1) - 1, 0),
    ...(group.ClusterEnabled && { primary_endpoint_address: '', reader_endpoint_address: '' }),
  };
}

function writeOnlyToken({ auth_token_wo }: Attributes): ApiObject {
  return auth_token_wo ? { AuthToken: auth_token_wo } : {};
}

function toLogDelivery(declared: readonly Attributes[]): ApiObject[] {
  return declared.map(({ log_type, log_format, destination_type, destination }) => ({
    LogType: log_type,
    LogFormat: log_format,
    DestinationType: destination_type,
    DestinationDetails:
      destination_type === 'kinesis-firehose'
        ? { KinesisFirehoseDetails: { DeliveryStream: destination } }
        : { CloudWatchLogsDetails: { LogGroup: destination } },
  }));
}

function fromLogDelivery(configured: readonly ApiObject[] | undefined): Attributes[] {
  return (configured ?? []).map(({ LogType, LogFormat, DestinationType, DestinationDetails }) => ({
    log_type: LogType,
    log_format: LogFormat,
    destination_type: DestinationType,
    destination:
      DestinationDetails?.CloudWatchLogsDetails?.LogGroup ?? DestinationDetails?.KinesisFirehoseDetails?.DeliveryStream,
  }));
}

/** `7.1` and `7.1.0` are one version: who declares no patch takes any. */
function sameVersion(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}.`) || right.startsWith(`${left}.`);
}
