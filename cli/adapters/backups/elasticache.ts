import type { CacheCluster, Snapshot as CacheSnapshot, ReplicationGroup } from '@aws-sdk/client-elasticache';
import { ifThere, isTaken } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import { appliedGroup, type CachePlacement, groupPlacement } from './elasticache-settings.js';
import {
  type Check,
  type CountedItems,
  type ItemCount,
  type Look,
  type Owner,
  type Ownership,
  ownershipTags,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
  type Waiting,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

/**
 * Replication groups of ElastiCache by manual snapshots. The service has no restore to a point in time.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-restoring.html
 */
export class ElastiCacheAdapter implements StoreAdapter {
  readonly kind = 'elasticache';
  readonly method = 'cache snapshot';
  readonly longestName = 40;

  readonly uncounted = 'CloudWatch has no CurrItems of it';

  constructor(
    private readonly clients: Clients,
    private readonly options: { readonly unserved?: boolean } = {},
  ) {}

  async placement({ identifier }: Store): Promise<CachePlacement | undefined> {
    const group = await this.find(identifier);
    if (!group) return undefined;
    const cache = await this.clients.elasticache();
    const tags = group.ARN ? await ifThere(cache.listTagsForResource({ ResourceName: group.ARN })) : undefined;
    return groupPlacement(group, await this.member(group), tagsOf(tags?.TagList));
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
    const { isolation, ownership, snapshot, store, target } = request;
    const applied = ownership.purpose === 'restore' ? appliedGroup(store.attributes) : {};
    // The snapshot says how many shards there are.
    const { NumNodeGroups: _, tags, ...settings } = { ...request.placement, ...applied } as CachePlacement;
    const { NumCacheClusters, ReplicasPerNodeGroup, ...same } = settings;
    const size =
      ReplicasPerNodeGroup === undefined
        ? { NumCacheClusters }
        : { ReplicasPerNodeGroup: Number(ReplicasPerNodeGroup) };
    // What has the name of the old one is no copy of a backup: it is the store again.
    const own = target === store.identifier && tags ? tags : ownershipTags(ownership);
    try {
      await cache.createReplicationGroup({
        ReplicationGroupDescription: `Restored from backup set ${ownership.set}`,
        ...same,
        ...size,
        ...isolation,
        ReplicationGroupId: target,
        SnapshotName: snapshot?.id,
        Tags: tagList(own),
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

  /**
   * Keys, as the nodes tell CloudWatch each minute: they can't be counted from outside the network. In the sandbox a cache
   * has no server, and holds nothing.
   *
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
   */
  async countItems({ identifier }: Store): Promise<ItemCount | undefined> {
    const group = await this.find(identifier);
    if (!group) return undefined;
    if (this.options.unserved)
      return { items: 0, estimate: 'as a record of the sandbox, which no server stands behind' };
    const shards = group.NodeGroups?.map(({ NodeGroupMembers }) => NodeGroupMembers?.[0]?.CacheClusterId);
    const nodes = shards?.every((each) => each !== undefined) ? shards : [group.MemberClusters?.[0]];
    const counts = await Promise.all(nodes.map((node) => this.currentItems(node)));
    if (counts.some((count) => count === undefined)) return undefined;
    return {
      items: counts.reduce((sum: number, count) => sum + (count ?? 0), 0),
      estimate: 'by CurrItems of CloudWatch',
    };
  }

  async checks(
    { store, target, placement }: RestoreRequest,
    counted: CountedItems | undefined,
    wait?: Waiting,
  ): Promise<Check[]> {
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
      ...(await this.keys({ ...store, identifier: target }, counted, wait)),
    ];
  }

  /** Keys that expire may be gone by then: what is looked for is that there are any, and no more than there were. */
  private async keys(store: Store, counted: CountedItems | undefined, wait: Waiting | undefined): Promise<Check[]> {
    const { estimate = '', items, itemsAfter = items } = counted ?? {};
    if (items === undefined || itemsAfter === undefined) return [];
    const [least, most] = [items > 0 && itemsAfter > 0 ? 1 : 0, Math.max(items, itemsAfter)];
    const words = most === 0 ? 'none, as recorded' : `${least} to ${most}: keys that expire may be gone`;
    let there = (await this.countItems(store))?.items;
    while (
      there === undefined &&
      (await wait?.('CurrItems of the restored cache, which CloudWatch has after some minutes'))
    ) {
      there = (await this.countItems(store))?.items;
    }
    const passed = there !== undefined && there >= least && there <= most;
    const actual = String(there ?? this.uncounted);
    return [{ name: 'keys', expected: `${words}, ${estimate}`, actual, passed, counts: there !== undefined }];
  }

  private async currentItems(CacheClusterId: string | undefined): Promise<number | undefined> {
    if (!CacheClusterId) return undefined;
    const metrics = await this.clients.cloudwatch();
    const now = this.clients.now();
    const { Datapoints = [] } = await metrics.getMetricStatistics({
      ...{ Namespace: 'AWS/ElastiCache', MetricName: 'CurrItems', Period: 60, Statistics: ['Maximum'] },
      Dimensions: [
        { Name: 'CacheClusterId', Value: CacheClusterId },
        { Name: 'CacheNodeId', Value: '0001' },
      ],
      ...{ StartTime: new Date(now.getTime() - 15 * 60_000), EndTime: new Date(now.getTime() + 60_000) },
    });
    const newest = Datapoints.sort((one, other) => Number(other.Timestamp) - Number(one.Timestamp))[0];
    return newest?.Maximum;
  }

  async removeRestored(identifier: string): Promise<boolean> {
    const group = await this.find(identifier);
    if (!group) return false;
    if (group.Status === 'deleting') return true;
    const cache = await this.clients.elasticache();
    const input = { ReplicationGroupId: identifier, RetainPrimaryCluster: false };
    return (await ifThere(cache.deleteReplicationGroup(input))) !== undefined;
  }

  async tagged(owner: Owner): Promise<Tagged[]> {
    const cache = await this.clients.elasticache();
    const tags = async (ResourceName: string | undefined) =>
      ResourceName ? tagsOf((await ifThere(cache.listTagsForResource({ ResourceName })))?.TagList) : {};
    const { Snapshots = [] } = await cache.describeSnapshots({ SnapshotSource: 'user' });
    const { ReplicationGroups = [] } = await cache.describeReplicationGroups({});
    const snapshots = Snapshots.map(async ({ SnapshotName = '', ARN }) =>
      taggedAs('elasticache', 'snapshot', SnapshotName, await tags(ARN), owner),
    );
    const groups = ReplicationGroups.map(async ({ ReplicationGroupId = '', ARN }) =>
      taggedAs('elasticache', 'store', ReplicationGroupId, await tags(ARN), owner),
    );
    return (await Promise.all([...snapshots, ...groups])).flat();
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `a replication group cannot be renamed: point what uses ${identifier} at the endpoint of ${target}`,
      `or, when nobody writes, put the backup in the place of ${identifier}: backlot backups restore <environment> <set> --store <store> --in-place`,
      `when it has served: backlot backups prune <environment> --restored ${target}`,
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
