import type { ResourceNames } from '../../../stacks/resource-names.js';
import type { Cloud } from '../../session/cloud/index.js';
import { newestRelease } from './newest-release.js';
import type { PatchSources, PendingMaintenance } from './patch-sources.js';

/**
 * Asks the APIs of a cloud. An emulator makes up what versions are offered, so only what runs is asked of it.
 *
 * @param names tells the environment's resources from others of the account.
 */
export async function askAws(cloud: Cloud, names: Pick<ResourceNames, 'own'>): Promise<PatchSources> {
  const [rds, elasticache, eks, lambda] = await Promise.all([
    import('@aws-sdk/client-rds'),
    import('@aws-sdk/client-elasticache'),
    import('@aws-sdk/client-eks'),
    import('@aws-sdk/client-lambda'),
  ]);
  const real = cloud.target === 'aws';
  const clients = {
    rds: new rds.RDSClient(cloud.settingsFor('rds')),
    cache: new elasticache.ElastiCacheClient(cloud.settingsFor('elasticache')),
    eks: new eks.EKSClient(cloud.settingsFor('eks')),
    lambda: new lambda.LambdaClient(cloud.settingsFor('lambda')),
  };
  const own = (name: string | undefined): name is string => name !== undefined && names.own(name);
  return {
    postgresOffered: async () => {
      if (!real) return undefined;
      const found: string[] = [];
      const pages = rds.paginateDescribeDBEngineVersions({ client: clients.rds }, { Engine: 'postgres' });
      for await (const { DBEngineVersions = [] } of pages)
        found.push(...DBEngineVersions.flatMap(({ EngineVersion }) => EngineVersion ?? []));
      return found;
    },
    cacheOffered: async (Engine) => {
      if (!real) return undefined;
      const found: string[] = [];
      const pages = elasticache.paginateDescribeCacheEngineVersions({ client: clients.cache }, { Engine });
      for await (const { CacheEngineVersions = [] } of pages)
        found.push(...CacheEngineVersions.flatMap(({ EngineVersion }) => EngineVersion ?? []));
      return found;
    },
    clusterOffered: async () => {
      if (!real) return undefined;
      const { clusterVersions = [] } = await clients.eks.send(
        new eks.DescribeClusterVersionsCommand({ clusterType: 'eks' }),
      );
      return clusterVersions.flatMap(({ clusterVersion, endOfStandardSupportDate }) =>
        clusterVersion
          ? [
              {
                version: clusterVersion,
                ...(endOfStandardSupportDate ? { support: day(endOfStandardSupportDate) } : {}),
              },
            ]
          : [],
      );
    },
    databases: async () => {
      const found = [];
      for await (const { DBInstances = [] } of rds.paginateDescribeDBInstances({ client: clients.rds }, {}))
        found.push(...DBInstances);
      return found.flatMap(({ DBInstanceIdentifier: identifier, EngineVersion: version }) =>
        own(identifier) && version ? [{ identifier, version }] : [],
      );
    },
    caches: async () => {
      const found = [];
      for await (const { CacheClusters = [] } of elasticache.paginateDescribeCacheClusters(
        { client: clients.cache },
        {},
      ))
        found.push(...CacheClusters);
      return found.flatMap(({ CacheClusterId, EngineVersion: version, ReplicationGroupId }) => {
        const identifier = ReplicationGroupId ?? CacheClusterId;
        return own(identifier) && version ? [{ identifier, version }] : [];
      });
    },
    nodes: async (clusterName) => {
      const names: string[] = [];
      try {
        for await (const { nodegroups = [] } of eks.paginateListNodegroups({ client: clients.eks }, { clusterName }))
          names.push(...nodegroups);
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return [];
        throw error;
      }
      return Promise.all(
        names.map(async (nodegroupName) => {
          const command = new eks.DescribeNodegroupCommand({ clusterName, nodegroupName });
          const { nodegroup } = await clients.eks.send(command);
          const { amiType = '', releaseVersion: release = '', version = '' } = nodegroup ?? {};
          return { name: nodegroupName, version, release, amiType };
        }),
      );
    },
    newestNodes: (amiType, version) =>
      real ? newestRelease(cloud.region, amiType, version) : Promise.resolve(undefined),
    maintenance: async () => {
      const found: PendingMaintenance[] = [];
      const pages = rds.paginateDescribePendingMaintenanceActions({ client: clients.rds }, {});
      for await (const { PendingMaintenanceActions = [] } of pages) {
        for (const { PendingMaintenanceActionDetails = [], ResourceIdentifier = '' } of PendingMaintenanceActions) {
          const resource = ResourceIdentifier.slice(ResourceIdentifier.lastIndexOf(':') + 1);
          if (!own(resource)) continue;
          for (const {
            Action,
            AutoAppliedAfterDate,
            CurrentApplyDate,
            Description,
            ForcedApplyDate,
          } of PendingMaintenanceActionDetails) {
            const date = ForcedApplyDate ?? AutoAppliedAfterDate ?? CurrentApplyDate;
            found.push({
              resource,
              action: Action ?? '?',
              ...(Description ? { description: Description } : {}),
              ...(date ? { deadline: day(date) } : {}),
            });
          }
        }
      }
      if (!real) return found;
      const updates = elasticache.paginateDescribeUpdateActions(
        { client: clients.cache },
        { UpdateActionStatus: ['not-applied'], ServiceUpdateStatus: ['available'] },
      );
      for await (const { UpdateActions = [] } of updates) {
        for (const {
          CacheClusterId,
          ReplicationGroupId,
          ServiceUpdateName,
          ServiceUpdateRecommendedApplyByDate,
        } of UpdateActions) {
          const resource = ReplicationGroupId ?? CacheClusterId;
          if (!own(resource)) continue;
          const date = ServiceUpdateRecommendedApplyByDate;
          found.push({ resource, action: ServiceUpdateName ?? '?', ...(date ? { deadline: day(date) } : {}) });
        }
      }
      return found;
    },
    runtimes: async () => {
      const found = [];
      for await (const { Functions = [] } of lambda.paginateListFunctions({ client: clients.lambda }, {}))
        found.push(...Functions);
      return found.flatMap(({ FunctionName: name, Runtime: runtime }) =>
        own(name) && runtime ? [{ name, runtime }] : [],
      );
    },
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
