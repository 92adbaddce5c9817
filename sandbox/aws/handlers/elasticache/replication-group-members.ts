import type { ApiObject, Attributes, Context } from '../contract.js';

/** Reads what ElastiCache tells of the nodes of a replication group only, from the first of them. */
export async function readMember(state: Attributes, { call }: Context): Promise<Attributes> {
  const [CacheClusterId] = [...(state.member_clusters ?? [])].sort();
  if (!CacheClusterId) return {};
  const { CacheClusters = [] } = await call('DescribeCacheClusters', { CacheClusterId });
  const node: ApiObject = CacheClusters[0] ?? {};
  return {
    engine_version: node.EngineVersion,
    engine_version_actual: node.EngineVersion,
    maintenance_window: node.PreferredMaintenanceWindow,
    parameter_group_name: node.CacheParameterGroup?.CacheParameterGroupName,
    subnet_group_name: node.CacheSubnetGroupName,
  };
}

/** The emulator does not hand changes of the group on to its nodes, where they are read: this does. */
export async function changeMembers(state: Attributes, { call, changed, prior }: Context): Promise<void> {
  const members: string[] = prior.member_clusters ?? [];
  for (const CacheClusterId of members) {
    await call('ModifyCacheCluster', {
      CacheClusterId,
      ...(changed.has('engine_version') && { EngineVersion: state.engine_version }),
      ...(changed.has('maintenance_window') && { PreferredMaintenanceWindow: state.maintenance_window }),
      ...(changed.has('parameter_group_name') && { CacheParameterGroupName: state.parameter_group_name }),
      ApplyImmediately: true,
    });
  }
}

/** Adds or removes replicas of each shard. */
export async function changeReplicas(state: Attributes, { call, changed, prior }: Context): Promise<void> {
  const perShard = (of: Attributes): number =>
    changed.has('num_cache_clusters') && of.num_cache_clusters
      ? of.num_cache_clusters / Math.max(of.num_node_groups ?? 1, 1) - 1
      : (of.replicas_per_node_group ?? 0);
  const before = perShard(prior);
  const after = perShard(state);
  if (before === after) return;
  await call(after > before ? 'IncreaseReplicaCount' : 'DecreaseReplicaCount', {
    ReplicationGroupId: state.replication_group_id,
    NewReplicaCount: after,
    ApplyImmediately: true,
  });
}
