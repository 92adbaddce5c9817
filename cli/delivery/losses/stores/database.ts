import { shell } from '../../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../../session/cloud/aws-command.js';
import type { Cloud } from '../../../session/cloud/index.js';
import type { WayBack } from '../loss.js';
import { databaseHolds, instanceExists, orphanWords, survivorsOf } from './database-holds.js';
import type { StoreKind } from './store-kind.js';
import { untilThere } from './until-there.js';

/** An instance of RDS. */
export const database: StoreKind = {
  label: 'database instance',
  look: async ({ cloud, attributes, stored }) => {
    const { identifier } = attributes;
    const holds = await databaseHolds(cloud, String(identifier));
    if (!holds) return undefined;
    // One that went on by itself is no replica any more: only the state knows what it followed.
    const known = stored('aws_db_instance').find((each) => each.identifier === identifier) ?? attributes;
    return { ...holds, words: `${holds.words}${await orphanWords(cloud, known)}` };
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
      return `a snapshot '${snapshot}' exists, which its final one would be called: copy it under another name, then delete it (${awsCommand(cloud, shell`rds copy-db-snapshot --source-db-snapshot-identifier ${snapshot} --target-db-snapshot-identifier ${snapshot}-earlier`)}; ${awsCommand(cloud, shell`rds delete-db-snapshot --db-snapshot-identifier ${snapshot}`)})`;
    } catch (error) {
      if (/DBSnapshotNotFound/.test((error as Error).name)) return undefined;
      throw error;
    } finally {
      client.destroy();
    }
  },
  wayBack: async ({ cloud, attributes, environment, known, stored }) => {
    // One that was removed with its stack, and is declared again, is meant to be new.
    if (!known || attributes.replicate_source_db) return undefined;
    const { RDS } = await import('@aws-sdk/client-rds');
    const client = new RDS(cloud.settingsFor('rds'));
    try {
      const identifier = String(attributes.identifier);
      if (await instanceExists(client, identifier)) return undefined;
      const { DBSnapshots = [] } = await client.describeDBSnapshots({ DBInstanceIdentifier: identifier });
      const newest = DBSnapshots.filter(({ Status }) => Status === 'available').sort(
        (a, b) => (b.SnapshotCreateTime?.getTime() ?? 0) - (a.SnapshotCreateTime?.getTime() ?? 0),
      )[0];
      const left = await survivorsOf(cloud, identifier, stored('aws_db_instance'));
      if (!newest) return left && orphaned(cloud, left);
      const at = newest.SnapshotCreateTime?.toISOString() ?? 'an unknown time';
      const id = newest.DBSnapshotIdentifier ?? '';
      return {
        words: `was deleted outside; its newest snapshot is '${id}' of ${at}${left ? `; ${left.words}` : ''}`,
        command: restoreCommand(cloud, environment, identifier, id),
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

/** Nothing is left of it but what followed it: a copy of that is what keeps the rows, whatever is done next. */
function orphaned(cloud: Cloud, { first, words }: { readonly first: string; readonly words: string }): WayBack {
  return {
    words: `was deleted outside, and no snapshot of it is there; ${words}`,
    command: awsCommand(
      cloud,
      shell`rds create-db-snapshot --db-instance-identifier ${first} --db-snapshot-identifier ${first}-kept`,
    ),
  };
}

/** Of a snapshot of a backup set that is what restores it with all its settings; of another, what AWS has. */
function restoreCommand(cloud: Cloud, environment: string, identifier: string, snapshot: string): string {
  const set = /-(?<set>\d{8}t\d{6}-[0-9a-f]{4})$/.exec(snapshot)?.groups?.set;
  if (set) return `backlot backups restore ${environment} ${set} --store ${identifier} --in-place`;
  return awsCommand(
    cloud,
    shell`rds restore-db-instance-from-db-snapshot --db-instance-identifier ${identifier} --db-snapshot-identifier ${snapshot}`,
  );
}
