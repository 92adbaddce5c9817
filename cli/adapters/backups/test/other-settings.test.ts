import type { DynamoDB, TableDescription } from '@aws-sdk/client-dynamodb';
import type { ElastiCache } from '@aws-sdk/client-elasticache';
import { describe, expect, it } from '@jest/globals';
import type { Clients } from '../clients.js';
import { appliedTable, giveSetting } from '../dynamodb-settings.js';
import { ElastiCacheAdapter } from '../elasticache.js';
import type { Ownership, RestoreRequest } from '../store.js';

const ownership: Ownership = {
  platform: 'movies',
  environment: 'prod',
  set: '20261121t101717-3f9a',
  purpose: 'restore',
};

describe('what a cache is restored with', () => {
  const attributes = {
    ...{ replication_group_id: 'movies-prod-cache', description: 'Sessions', port: 6379, snapshot_retention_limit: 7 },
    ...{
      at_rest_encryption_enabled: 'true',
      auto_minor_version_upgrade: 'false',
      kms_key_id: 'data',
      num_cache_clusters: 2,
    },
    ...{
      snapshot_window: '02:00-03:00',
      maintenance_window: 'sun:04:00-sun:05:00',
      transit_encryption_mode: 'required',
    },
    ...{ user_group_ids: ['users'], notification_topic_arn: null, tags_all: { owner: 'team' } },
    log_delivery_configuration: [
      { destination: '/logs/slow', destination_type: 'cloudwatch-logs', log_format: 'json', log_type: 'slow-log' },
    ],
  };
  const store = { kind: 'elasticache', name: 'cache', identifier: 'movies-prod-cache', attributes } as const;
  const placement = { CacheNodeType: 'cache.t4g.small', NumCacheClusters: 3 };

  async function made(more: Partial<RestoreRequest>): Promise<Record<string, unknown>> {
    const seen: Record<string, unknown> = {};
    const createReplicationGroup = async (input: object) => void Object.assign(seen, input);
    const cache = { createReplicationGroup } as unknown as ElastiCache;
    const adapter = new ElastiCacheAdapter({ elasticache: async () => cache } as Clients);
    const request: RestoreRequest = {
      store,
      snapshot: { id: 'snap' },
      target: 'beside',
      placement,
      ownership,
      ...more,
    };
    await adapter.restore(request);
    return seen;
  }

  it('is what was applied, in the place of the old one with its tags', async () => {
    expect(await made({ target: store.identifier })).toEqual({
      ...{ ReplicationGroupId: 'movies-prod-cache', SnapshotName: 'snap', CacheNodeType: 'cache.t4g.small' },
      ...{ ReplicationGroupDescription: 'Sessions', Port: 6379, SnapshotRetentionLimit: 7, NumCacheClusters: 2 },
      ...{ AtRestEncryptionEnabled: true, AutoMinorVersionUpgrade: false, KmsKeyId: 'data', UserGroupIds: ['users'] },
      ...{ SnapshotWindow: '02:00-03:00', PreferredMaintenanceWindow: 'sun:04:00-sun:05:00' },
      ...{ TransitEncryptionMode: 'required', Tags: [{ Key: 'owner', Value: 'team' }] },
      LogDeliveryConfigurations: [
        {
          ...{ DestinationType: 'cloudwatch-logs', LogFormat: 'json', LogType: 'slow-log' },
          DestinationDetails: { CloudWatchLogsDetails: { LogGroup: '/logs/slow' } },
        },
      ],
    });
  });

  it('carries the mark of its backup beside it, and for a proof nothing but what isolates it', async () => {
    expect((await made({})).Tags).toContainEqual({ Key: 'backlot:backup-purpose', Value: 'restore' });
    const isolation = { NumCacheClusters: 1, SecurityGroupIds: ['sg-proof'] };
    const proof = await made({ isolation, ownership: { ...ownership, purpose: 'verify' } });
    expect(proof).toMatchObject(isolation);
    expect(proof).not.toHaveProperty('SnapshotRetentionLimit');
  });
});

describe('what a restore leaves out of a table', () => {
  const applied = appliedTable({
    ...{ deletion_protection_enabled: true, stream_enabled: true, stream_view_type: 'NEW_IMAGE' },
    ...{ ttl: [{ enabled: true, attribute_name: 'until' }], point_in_time_recovery: [{ enabled: true }] },
    ...{ server_side_encryption: [{ enabled: true, kms_key_arn: 'key' }], tags_all: { owner: 'team' } },
  });

  it('is read from what was applied', () => {
    expect(applied).toEqual({
      ...{ keyArn: 'key', deletionProtection: true, expires: 'until', pointInTime: true, stream: 'NEW_IMAGE' },
      tags: { owner: 'team' },
    });
  });

  it('is given one after the other until nothing is lacking', async () => {
    const table: { -readonly [K in keyof TableDescription]: TableDescription[K] } = { TableName: 'films' };
    let [ttl, recovery]: (string | undefined)[] = [];
    const given: string[] = [];
    const db = {
      updateTable: async (input: Partial<TableDescription>) => {
        given.push(Object.keys(input)[1] ?? '');
        Object.assign(table, input);
      },
      updateTimeToLive: async () => {
        given.push('ttl');
        ttl = 'ENABLED';
      },
      updateContinuousBackups: async () => {
        given.push('recovery');
        recovery = 'ENABLED';
      },
      describeTimeToLive: async () => ({ TimeToLiveDescription: { TimeToLiveStatus: ttl, AttributeName: 'until' } }),
      describeContinuousBackups: async () => ({
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery } },
      }),
    } as unknown as DynamoDB;
    while (await giveSetting(db, table, applied)) if (given.length > 9) throw new Error('it never ends');
    expect(given).toEqual(['DeletionProtectionEnabled', 'StreamSpecification', 'ttl', 'recovery']);
  });
});
