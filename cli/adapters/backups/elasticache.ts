import type { CacheCluster, Snapshot as CacheSnapshot, ReplicationGroup } from '@aws-sdk/client-elasticache';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import {
  type Check,
  type Look,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

interface CachePlacement extends Placement {
  readonly CacheNodeType?: string;
  readonly Engine?: string;
  readonly NumCacheClusters?: number;
  readonly [field: string]: unknown;
}

/**
 * Replication groups of ElastiCache by manual snapshots. The service has no restore to a point in time.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-restoring.html
 */
export class ElastiCacheAdapter implements StoreAdapter {
  readonly kind = 'elasticache';
  readonly method = 'cache snapshot';
  readonly longestName = 40;

  constructor(private readonly clients: Clients) {}

  async placement({ identifier }: Store): Promise<CachePlacement | undefined> {
    const group = await this.find(identifier);
    if (!group) return undefined;
    const member = await this.member(group);
    const clustered = group.ClusterEnabled === true;
    return defined({
      CacheNodeType: group.CacheNodeType ?? member?.CacheNodeType,
      Engine: member?.Engine,
      EngineVersion: member?.EngineVersion?.split('.').slice(0, 2).join('.'),
      CacheSubnetGroupName: member?.CacheSubnetGroupName,
      CacheParameterGroupName: member?.CacheParameterGroup?.CacheParameterGroupName,
      SecurityGroupIds: member?.SecurityGroups?.flatMap(({ SecurityGroupId: id }) => id ?? []),
      AtRestEncryptionEnabled: group.AtRestEncryptionEnabled,
      TransitEncryptionEnabled: group.TransitEncryptionEnabled,
      KmsKeyId: group.KmsKeyId,
      UserGroupIds: group.UserGroupIds,
      AutomaticFailoverEnabled: group.AutomaticFailover === 'enabled',
      MultiAZEnabled: group.MultiAZ === 'enabled',
      ...(clustered
        ? {
            NumNodeGroups: group.NodeGroups?.length,
            ReplicasPerNodeGroup: Math.max(0, (group.NodeGroups?.[0]?.NodeGroupMembers?.length ?? 1) - 1),
          }
        : { NumCacheClusters: Math.max(1, group.MemberClusters?.length ?? 1) }),
    });
  }

  async start({ identifier }: Store, id: string, ownership: Ownership): Promise<Snapshot> {
    const cache = await this.clients.elasticache();
    const Tags = tagList(ownershipTags(ownership));
    try {
      const input = { ReplicationGroupId: identifier, SnapshotName: id, Tags };
      return toSnapshot(id, (await cache.createSnapshot(input)).Snapshot);
    } catch (error) {
      if (!isTaken(error)) throw error;
      return { id };
    }
  }

  async look(_: Store, { id }: Snapshot): Promise<Look<Snapshot>> {
    const cache = await this.clients.elasticache();
    const answer = await ifThere(cache.describeSnapshots({ SnapshotName: id }));
    const found = answer?.Snapshots?.find(({ SnapshotName }) => SnapshotName === id);
    if (!found || found.SnapshotStatus === 'deleting') return { state: 'gone' };
    const state =
      found.SnapshotStatus === 'available' ? 'available' : found.SnapshotStatus === 'failed' ? 'failed' : 'creating';
    return { state, progress: found.SnapshotStatus, found: toSnapshot(id, found) };
  }

  async remove(_: Store, { id }: Snapshot): Promise<boolean> {
    const cache = await this.clients.elasticache();
    return (await ifThere(cache.deleteSnapshot({ SnapshotName: id }))) !== undefined;
  }

  async restorableTimes(): Promise<undefined> {
    return undefined;
  }

  async exists(identifier: string): Promise<boolean> {
    return (await this.find(identifier)) !== undefined;
  }

  async restore(request: RestoreRequest): Promise<void> {
    const cache = await this.clients.elasticache();
    const { NumNodeGroups: _, ...placement } = request.placement as CachePlacement & { NumNodeGroups?: number };
    try {
      await cache.createReplicationGroup({
        ...placement,
        ...request.isolation,
        ReplicationGroupId: request.target,
        ReplicationGroupDescription: `Restored from backup set ${request.ownership.set}`,
        SnapshotName: request.snapshot?.id,
        Tags: tagList(ownershipTags(request.ownership)),
      });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  async lookRestored({ target }: RestoreRequest): Promise<Look<Restored>> {
    const group = await this.find(target);
    if (!group) return { state: 'gone' };
    const endpoint = group.ConfigurationEndpoint ?? group.NodeGroups?.[0]?.PrimaryEndpoint;
    const { Address: host, Port: port } = endpoint ?? {};
    const found: Restored = { identifier: target, ...(host && port ? { endpoint: { host, port } } : {}) };
    if (group.Status === 'create-failed') return { state: 'failed', reason: group.Status, found };
    return { state: group.Status === 'available' ? 'available' : 'creating', progress: group.Status, found };
  }

  /** Keys cannot be counted from outside the network: what is proven is that the snapshot becomes a cache like the old one. */
  async checks({ target, placement }: RestoreRequest): Promise<Check[]> {
    const group = await this.find(target);
    const member = group && (await this.member(group));
    const { Engine, AtRestEncryptionEnabled } = placement as CachePlacement;
    const check = (name: string, expected: unknown, actual: unknown): Check[] =>
      expected === undefined
        ? []
        : [{ name, expected: String(expected), actual: String(actual ?? 'none'), passed: expected === actual }];
    return [
      ...check('engine', Engine, member?.Engine),
      ...check('encrypted at rest', AtRestEncryptionEnabled, group?.AtRestEncryptionEnabled),
    ];
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const group = await this.find(identifier);
    if (!group) return false;
    if (group.Status === 'deleting') return true;
    const cache = await this.clients.elasticache();
    const input = { ReplicationGroupId: identifier, RetainPrimaryCluster: false };
    return (await ifThere(cache.deleteReplicationGroup(input))) !== undefined;
  }

  async tagged(environment: string): Promise<Tagged[]> {
    const cache = await this.clients.elasticache();
    const tags = async (ResourceName: string | undefined) =>
      ResourceName ? tagsOf((await ifThere(cache.listTagsForResource({ ResourceName })))?.TagList) : {};
    const { Snapshots = [] } = await cache.describeSnapshots({ SnapshotSource: 'user' });
    const { ReplicationGroups = [] } = await cache.describeReplicationGroups({});
    const snapshots = Snapshots.map(async ({ SnapshotName = '', ARN }) =>
      taggedAs('elasticache', 'snapshot', SnapshotName, await tags(ARN), environment),
    );
    const groups = ReplicationGroups.map(async ({ ReplicationGroupId = '', ARN }) =>
      taggedAs('elasticache', 'store', ReplicationGroupId, await tags(ARN), environment),
    );
    return (await Promise.all([...snapshots, ...groups])).flat();
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `a replication group cannot be renamed: point what uses ${identifier} at the endpoint of ${target}`,
      `aws elasticache describe-replication-groups --replication-group-id ${target} --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint'`,
      'or, when nobody writes: delete the old one and restore again with its name: backlot backups restore <environment> <set> --store <store> --in-place',
    ];
  }

  private async find(identifier: string): Promise<ReplicationGroup | undefined> {
    const cache = await this.clients.elasticache();
    const answer = await ifThere(cache.describeReplicationGroups({ ReplicationGroupId: identifier }));
    return answer?.ReplicationGroups?.[0];
  }

  private async member(group: ReplicationGroup): Promise<CacheCluster | undefined> {
    const CacheClusterId = group.MemberClusters?.[0];
    if (!CacheClusterId) return undefined;
    const cache = await this.clients.elasticache();
    return (await ifThere(cache.describeCacheClusters({ CacheClusterId })))?.CacheClusters?.[0];
  }
}

function toSnapshot(id: string, found: CacheSnapshot | undefined): Snapshot {
  const nodes = found?.NodeSnapshots ?? [];
  const takenAt = nodes.flatMap(({ SnapshotCreateTime }) => SnapshotCreateTime?.toISOString() ?? []).sort()[0];
  const sizes = nodes.map(({ CacheSize }) => megabytes(CacheSize));
  const known = sizes.length > 0 && sizes.every((size) => size !== undefined);
  return defined({
    id,
    arn: found?.ARN,
    takenAt,
    sizeBytes: known ? sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) : undefined,
    encrypted: found?.KmsKeyId ? true : undefined,
  });
}

/** `3 MB` */
function megabytes(text: string | undefined): number | undefined {
  const amount = /^(\d+(?:\.\d+)?) ?MB$/.exec(text ?? '')?.[1];
  return amount === undefined ? undefined : Math.round(Number(amount) * 1024 ** 2);
}
