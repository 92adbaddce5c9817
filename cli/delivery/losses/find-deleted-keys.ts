import type { KeyMetadata, KMS } from '@aws-sdk/client-kms';
import type { Environment } from '../../../environments/model/index.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Session } from '../../session/open/session.js';
import type { Recoverable } from './find-ways-back.js';
import { inRegion } from './in-region.js';
import { STORES } from './stores/index.js';

/**
 * Keys of an environment that a deploy or a destroy of ours deleted: no state has them, and they wait for their end all the
 * same. They are called by their ids, as a new one may have the name by now.
 */
export async function findDeletedKeys({
  cloud,
  environment,
}: Pick<Session, 'cloud' | 'environment'>): Promise<Recoverable[]> {
  const { backup, registry } = environment;
  // The edge's keys are in its own region, those of copies where the file says.
  const copies = [...(backup?.copyTo ? [backup.copyTo] : []), ...(registry?.replicateTo ?? [])];
  const regions = new Set([cloud.region, 'us-east-1', ...copies]);
  const found = await Promise.all([...regions].map((region) => inOneRegion(inRegion(cloud, region), environment)));
  return found.flat();
}

async function inOneRegion(cloud: Cloud, { id: environment, platform }: Environment): Promise<Recoverable[]> {
  const { KMS, paginateListKeys } = await import('@aws-sdk/client-kms');
  const client = new KMS(cloud.settingsFor('kms'));
  const found: Recoverable[] = [];
  try {
    for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
      for (const { KeyId: id = '' } of Keys) {
        const waiting = await waits(client, id);
        const tags = waiting && (await tagsOf(client, id));
        if (tags?.get('backlot:environment') !== environment || tags.get('backlot:platform') !== platform) continue;
        const stack = tags.get('backlot:stack') ?? '';
        found.push(recoverable(environment, { id, region: cloud.region, until: waiting?.DeletionDate, stack }));
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

function recoverable(
  environment: string,
  {
    id,
    region,
    stack,
    until,
  }: { readonly id: string; readonly region: string; readonly stack: string; readonly until: Date | undefined },
): Recoverable {
  const name = `keys.${id}`;
  const wayBack = {
    words: 'waits for deletion, and no state has it',
    command: `backlot recover ${environment} ${name}`,
    ...(until ? { until: until.toISOString() } : {}),
  };
  const kind = STORES.aws_kms_key;
  return {
    name,
    stack,
    address: '',
    label: kind.label,
    physical: id,
    wayBack,
    attributes: { key_id: id, region },
    kind,
  };
}

/** Of AWS' own keys and those of others it is no matter of ours that they can't be looked at. Who was kept from asking knows nothing. */
function ifNotOurs(error: Error): undefined {
  if (!/AccessDenied|NotFound/.test(error.name)) throw error;
}

async function waits(client: KMS, id: string): Promise<KeyMetadata | undefined> {
  const found = await client.describeKey({ KeyId: id }).catch(ifNotOurs);
  return found?.KeyMetadata?.KeyState === 'PendingDeletion' ? found.KeyMetadata : undefined;
}

async function tagsOf(client: KMS, id: string): Promise<ReadonlyMap<string, string>> {
  const { Tags = [] } = (await client.listResourceTags({ KeyId: id }).catch(ifNotOurs)) ?? {};
  return new Map(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
}
