import type { RDS } from '@aws-sdk/client-rds';
import type { Cloud } from '../../../session/cloud/index.js';
import type { Attributes } from '../../../session/outputs/stored-attributes.js';
import { bytesText, type Holding } from './store-kind.js';

/** What an instance of RDS holds; undefined when it is empty, or holds only what the one holds that it follows. */
export async function databaseHolds(cloud: Cloud, identifier: string): Promise<Holding | undefined> {
  const { RDS } = await import('@aws-sdk/client-rds');
  const client = new RDS(cloud.settingsFor('rds'));
  try {
    const { DBInstances = [] } = await client.describeDBInstances({ DBInstanceIdentifier: identifier });
    const found = DBInstances[0];
    // What a replica holds, its source does; one that was promoted, or whose source is gone, is on its own.
    const source = found?.ReadReplicaSourceDBInstanceIdentifier;
    if (source && (await instanceExists(client, source))) return undefined;
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
}

/** What followed an instance that is gone, with what it holds, in words; undefined when nothing of the kind is left. */
export async function survivorsOf(
  cloud: Cloud,
  identifier: string,
  instances: readonly Attributes[],
): Promise<{ readonly first: string; readonly words: string } | undefined> {
  const { RDS } = await import('@aws-sdk/client-rds');
  const client = new RDS(cloud.settingsFor('rds'));
  try {
    const followers = instances
      .filter((each) => followedBy(each) === identifier)
      .map((each) => String(each.identifier));
    const there = await Promise.all(followers.map((each) => instanceExists(client, each)));
    const left = followers.filter((_, at) => there[at]);
    const [first] = left;
    if (first === undefined) return undefined;
    const told = left.map(async (each) => {
      const holds = await databaseHolds(cloud, each).catch(() => undefined);
      return `${each}${holds ? ` (${holds.words})` : ''}`;
    });
    const words = `what followed it is still there and may have newer rows: ${(await Promise.all(told)).join(', ')}`;
    return { first, words };
  } finally {
    client.destroy();
  }
}

/** What one is told of that followed another one, which is gone. */
export async function orphanWords(cloud: Cloud, attributes: Attributes): Promise<string> {
  const source = followedBy(attributes);
  if (source === undefined) return '';
  const { RDS } = await import('@aws-sdk/client-rds');
  const client = new RDS(cloud.settingsFor('rds'));
  try {
    if (await instanceExists(client, source)) return '';
    return `; it followed ${source}, which is gone, so it may have the newest rows`;
  } finally {
    client.destroy();
  }
}

export async function instanceExists(client: RDS, identifier: string): Promise<boolean> {
  try {
    const { DBInstances } = await client.describeDBInstances({ DBInstanceIdentifier: identifier });
    return DBInstances !== undefined && DBInstances.length > 0;
  } catch (error) {
    if (/NotFound/.test((error as Error).name)) return false;
    throw error;
  }
}

/** Identifier of its source, which may be given as an ARN. */
function followedBy({ replicate_source_db: source }: Attributes): string | undefined {
  return typeof source === 'string' && source !== '' ? source.split(':').at(-1) : undefined;
}
