import type { RDS } from '@aws-sdk/client-rds';
import { bytesText, type StoreKind } from './store-kind.js';
import { untilThere } from './until-there.js';

/** An instance of RDS. */
export const database: StoreKind = {
  label: 'database instance',
  look: async ({ cloud, attributes }) => {
    const identifier = String(attributes.identifier);
    const { RDS } = await import('@aws-sdk/client-rds');
    const client = new RDS(cloud.settingsFor('rds'));
    try {
      const { DBInstances = [] } = await client.describeDBInstances({ DBInstanceIdentifier: identifier });
      const found = DBInstances[0];
      // What a replica holds, its source does; one that was promoted from outside is on its own.
      if (found?.ReadReplicaSourceDBInstanceIdentifier) return undefined;
      if (cloud.target === 'sandbox') {
        const { sandboxDatabaseHolds } = await import('./sandbox-database.js');
        return await sandboxDatabaseHolds(cloud, identifier);
      }
      const size = found?.AllocatedStorage;
      const bytes = size === undefined ? {} : { amounts: { bytes: size * 1024 ** 3 } };
      const on = size === undefined ? '' : ` on ${bytesText(size * 1024 ** 3)} of storage`;
      return { words: `databases${on} (it answers only inside its network, so nobody counted rows)`, ...bytes };
    } finally {
      client.destroy();
    }
  },
  lastCopy: {
    method: 'DB snapshot',
    longestName: 255,
    make: async (cloud, { identifier }, name, tags) => {
      const { RDS } = await import('@aws-sdk/client-rds');
      const client = new RDS(cloud.settingsFor('rds'));
      try {
        await client.createDBSnapshot({
          DBInstanceIdentifier: String(identifier),
          DBSnapshotIdentifier: name,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        });
        await untilThere(name, async () => {
          const { DBSnapshots } = await client.describeDBSnapshots({ DBSnapshotIdentifier: name });
          return DBSnapshots?.[0]?.Status;
        });
        return name;
      } finally {
        client.destroy();
      }
    },
  },
  guard: async (cloud, attributes) => {
    const snapshot = attributes.skip_final_snapshot === false ? attributes.final_snapshot_identifier : undefined;
    if (typeof snapshot !== 'string' || snapshot === '') return undefined;
    const { RDS } = await import('@aws-sdk/client-rds');
    const client = new RDS(cloud.settingsFor('rds'));
    try {
      const found = await client.describeDBSnapshots({ DBSnapshotIdentifier: snapshot });
      if (!found.DBSnapshots?.length) return undefined;
      return `a snapshot '${snapshot}' exists, which its final one would be called: copy it under another name, then delete it (aws rds copy-db-snapshot --source-db-snapshot-identifier ${snapshot} --target-db-snapshot-identifier ${snapshot}-earlier; aws rds delete-db-snapshot --db-snapshot-identifier ${snapshot})`;
    } catch (error) {
      if (/DBSnapshotNotFound/.test((error as Error).name)) return undefined;
      throw error;
    } finally {
      client.destroy();
    }
  },
  wayBack: async ({ cloud, attributes, environment, known }) => {
    // One that was removed with its stack, and is declared again, is meant to be new.
    if (!known || attributes.replicate_source_db) return undefined;
    const { RDS } = await import('@aws-sdk/client-rds');
    const client = new RDS(cloud.settingsFor('rds'));
    try {
      const identifier = String(attributes.identifier);
      if (await exists(client, identifier)) return undefined;
      const { DBSnapshots = [] } = await client.describeDBSnapshots({ DBInstanceIdentifier: identifier });
      const newest = DBSnapshots.filter(({ Status }) => Status === 'available').sort(
        (a, b) => (b.SnapshotCreateTime?.getTime() ?? 0) - (a.SnapshotCreateTime?.getTime() ?? 0),
      )[0];
      if (!newest) return undefined;
      const at = newest.SnapshotCreateTime?.toISOString() ?? 'an unknown time';
      const id = newest.DBSnapshotIdentifier ?? '';
      return {
        words: `was deleted outside; its newest snapshot is '${id}' of ${at}`,
        command: restoreCommand(environment, identifier, id),
      };
    } finally {
      client.destroy();
    }
  },
  shortens: ({ backup_retention_period: before }, after) =>
    Number(before) > Number(after.get('backup_retention_period') ?? before)
      ? `its automated backups older than ${after.get('backup_retention_period')} days`
      : undefined,
};

async function exists(client: RDS, identifier: string): Promise<boolean> {
  try {
    const { DBInstances } = await client.describeDBInstances({ DBInstanceIdentifier: identifier });
    return DBInstances !== undefined && DBInstances.length > 0;
  } catch (error) {
    if (/NotFound/.test((error as Error).name)) return false;
    throw error;
  }
}

/** Of a snapshot of a backup set that is what restores it with all its settings; of another, what AWS has. */
function restoreCommand(environment: string, identifier: string, snapshot: string): string {
  const set = /-(?<set>\d{8}t\d{6}-[0-9a-f]{4})$/.exec(snapshot)?.groups?.set;
  if (set) return `backlot backups restore ${environment} ${set} --store ${identifier} --in-place`;
  return `aws rds restore-db-instance-from-db-snapshot --db-instance-identifier ${identifier} --db-snapshot-identifier ${snapshot}`;
}
