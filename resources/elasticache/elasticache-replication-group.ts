import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_elasticache_replication_group`. */
export default resource({
  type: 'aws_elasticache_replication_group',
  holds: {
    lost: 'what is cached in it, sessions included, and its automatic snapshots',
    section: 'redis',
    affix: /^redis-/,
    renamable: true,
  },
  backup: { kind: 'elasticache', identifiedBy: 'replication_group_id', outlives: true },
  version: 'engine_version',
  beside: nothing('its users, groups and nodes are attributes; its snapshots are not shared'),
  find: named({
    ask: 'elasticache:DescribeReplicationGroups',
    by: { ReplicationGroupId: '{replication_group_id}' },
    at: 'ReplicationGroups.0',
    id: '{replication_group_id}',
    unless: ({ Status }) => Status === 'deleting',
  }),
});
