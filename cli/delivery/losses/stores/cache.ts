import { shell } from '../../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../../session/cloud/aws-command.js';
import type { StoreKind } from './store-kind.js';
import { untilThere } from './until-there.js';

/** A cache of ElastiCache. */
export const cache: StoreKind = {
  label: 'cache',
  // Behind a cache of the sandbox there is no server that could keep anything.
  look: async ({ cloud }) => (cloud.target === 'sandbox' ? undefined : { words: 'keys' }),
  guard: async (cloud, { final_snapshot_identifier: last }) => {
    if (typeof last !== 'string' || last === '') return undefined;
    const { ElastiCache } = await import('@aws-sdk/client-elasticache');
    const client = new ElastiCache(cloud.settingsFor('elasticache'));
    try {
      const { Snapshots = [] } = await client.describeSnapshots({ SnapshotName: last });
      if (Snapshots.length === 0) return undefined;
      return `a snapshot '${last}' exists, which its final one would be called: copy it under another name, then delete it (${awsCommand(cloud, shell`elasticache copy-snapshot --source-snapshot-name ${last} --target-snapshot-name ${last}-earlier`)}; ${awsCommand(cloud, shell`elasticache delete-snapshot --snapshot-name ${last}`)})`;
    } finally {
      client.destroy();
    }
  },
  shortens: ({ snapshot_retention_limit: before }, after) =>
    Number(before) > Number(after.get('snapshot_retention_limit') ?? before)
      ? `its automatic snapshots older than ${after.get('snapshot_retention_limit')} days`
      : undefined,
  lastCopy: {
    applies: (_, { replication_group_id: group }) => typeof group === 'string',
    method: 'cache snapshot',
    longestName: 50,
    make: async (cloud, { replication_group_id: group }, name, tags) => {
      const { ElastiCache } = await import('@aws-sdk/client-elasticache');
      const client = new ElastiCache(cloud.settingsFor('elasticache'));
      try {
        await client.createSnapshot({
          ReplicationGroupId: String(group),
          SnapshotName: name,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        });
        await untilThere(name, async () => {
          const { Snapshots } = await client.describeSnapshots({ SnapshotName: name });
          return Snapshots?.[0]?.SnapshotStatus;
        });
        return name;
      } finally {
        client.destroy();
      }
    },
  },
};
