import type { Cloud } from '../../session/cloud/index.js';

/**
 * What stands in the way of a last snapshot: one of its name that exists, such as of an earlier life of the database, would
 * end the removal half way.
 */
export async function snapshotInTheWay(cloud: Cloud, snapshot: string): Promise<string | undefined> {
  const { DescribeDBSnapshotsCommand, RDSClient } = await import('@aws-sdk/client-rds');
  const client = new RDSClient(cloud.settingsFor('rds'));
  try {
    const found = await client.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: snapshot }));
    if (!found.DBSnapshots?.length) return undefined;
    return `a snapshot '${snapshot}' exists, which the last one would be called: copy it under another name, then delete it`;
  } catch (error) {
    if (/DBSnapshotNotFound/.test((error as Error).name)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
