import type { Cloud } from '../../../session/cloud/index.js';
import type { StoreKind } from './store-kind.js';

/** A key: it holds nothing, and everything that is encrypted with it can't be read without. */
export const key: StoreKind = {
  label: 'encryption key',
  look: async ({ cloud, attributes, mentions }) => {
    const arn = String(attributes.arn);
    // Behind a cache of the sandbox there is no server: a snapshot of it holds nothing.
    const ofCaches = cloud.target === 'sandbox' ? [] : await cacheSnapshotsUnder(cloud, arn);
    const using = [...(await mentions(arn)), ...(await snapshotsUnder(cloud, arn)), ...ofCaches];
    if (using.length === 0) return undefined;
    const shown = using.slice(0, 6).join(', ');
    const rest = using.length > 6 ? ` and ${using.length - 6} more` : '';
    return { words: `the only way to read ${shown}${rest}`, amounts: { items: using.length } };
  },
  wayBack: async ({ cloud, attributes, environment, known, name }) => {
    if (!known) return undefined;
    const { KMS } = await import('@aws-sdk/client-kms');
    const client = new KMS(cloud.settingsFor('kms'));
    try {
      const { KeyMetadata } = await client.describeKey({ KeyId: String(attributes.key_id ?? attributes.id) });
      const state = KeyMetadata?.KeyState;
      const command = `backlot recover ${environment} ${name}`;
      if (state === 'Disabled') return { words: 'was disabled', command };
      if (state !== 'PendingDeletion' && state !== 'PendingReplicaDeletion') return undefined;
      const until = KeyMetadata?.DeletionDate?.toISOString();
      return { words: 'waits for deletion', command, ...(until ? { until } : {}) };
    } finally {
      client.destroy();
    }
  },
  undone: ({ deletion_window_in_days: days, key_id: id }, environment) =>
    `its deletion waits for ${Number(days) || 30} days; until then this takes it back: backlot recover ${environment} keys.${id}`,
  takeBack: async (cloud, attributes) => {
    const { KMS } = await import('@aws-sdk/client-kms');
    const client = new KMS(cloud.settingsFor('kms'));
    const KeyId = String(attributes.key_id ?? attributes.id);
    try {
      const { KeyMetadata } = await client.describeKey({ KeyId });
      if (KeyMetadata?.KeyState?.startsWith('Pending')) await client.cancelKeyDeletion({ KeyId });
      // What is taken back from its deletion is disabled.
      await client.enableKey({ KeyId });
    } finally {
      client.destroy();
    }
  },
};

/** Snapshots that were made by hand outlive what they are of, and the key with it. */
async function snapshotsUnder(cloud: Cloud, arn: string): Promise<string[]> {
  const { paginateDescribeDBSnapshots, RDSClient } = await import('@aws-sdk/client-rds');
  const client = new RDSClient(cloud.settingsFor('rds'));
  const found: string[] = [];
  try {
    for (const SnapshotType of ['manual', 'awsbackup']) {
      for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, { SnapshotType })) {
        const under = DBSnapshots.filter(({ KmsKeyId }) => KmsKeyId === arn);
        found.push(...under.map((each) => `snapshot ${each.DBSnapshotIdentifier}`));
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}

/** Snapshots of caches, last copies among them. */
async function cacheSnapshotsUnder(cloud: Cloud, arn: string): Promise<string[]> {
  const { ElastiCacheClient, paginateDescribeSnapshots } = await import('@aws-sdk/client-elasticache');
  const client = new ElastiCacheClient(cloud.settingsFor('elasticache'));
  const found: string[] = [];
  try {
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { SnapshotSource: 'user' })) {
      const under = Snapshots.filter(({ KmsKeyId }) => KmsKeyId === arn);
      found.push(...under.map(({ SnapshotName }) => `cache snapshot ${SnapshotName}`));
    }
    return found;
  } finally {
    client.destroy();
  }
}
