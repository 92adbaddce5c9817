import type { AlarmDefinition, Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';

/** A replication group that is watched. */
export interface WatchedCache {
  /** Name in the environment. */
  readonly name: string;
  readonly replicationGroupId: string;
  readonly nodes: number;
  /** Per cent of memory. */
  readonly memory: number;
}

/** Per cent of the one thread that serves commands. */
const ENGINE_CPU = 85;

/** Keys a minute that are thrown out for lack of memory, over all nodes, before users notice. */
const EVICTIONS = 1000;

/** Alarms of an ElastiCache replication group, each over all its nodes. */
export function cacheAlarms(cache: WatchedCache): AlarmDefinition[] {
  const { name, replicationGroupId, memory } = cache;
  const subject = `Cache '${name}' (${replicationGroupId})`;
  return [
    {
      ...overNodes(cache, 'DatabaseMemoryUsagePercentage', 'Maximum', 'MAX'),
      name: `cache-${name}-memory`,
      description: `${subject}: a node uses more than ${memory} % of its memory. Look for keys without expiry, or raise data.redis.${name}.nodeType.`,
      comparison: 'above',
      threshold: memory,
      period: Duration.minutes(5),
      periods: 2,
    },
    {
      ...overNodes(cache, 'EngineCPUUtilization', 'Average', 'MAX'),
      name: `cache-${name}-cpu`,
      description: `${subject}: the engine of a node is above ${ENGINE_CPU} % for 10 minutes. Look for expensive commands in the slow log, read from replicas, or raise data.redis.${name}.nodeType.`,
      comparison: 'above',
      threshold: ENGINE_CPU,
      period: Duration.minutes(5),
      periods: 2,
    },
    {
      ...overNodes(cache, 'Evictions', 'Sum', 'SUM'),
      name: `cache-${name}-evictions`,
      description: `${subject}: more than ${EVICTIONS} keys a minute are thrown out for lack of memory, so databases get the reads. Raise data.redis.${name}.nodeType.`,
      comparison: 'above',
      threshold: EVICTIONS,
      period: Duration.minutes(1),
      periods: 5,
    },
  ];
}

/** Series of each node; ElastiCache numbers them from 001. */
export function cacheMetrics(
  cache: Pick<WatchedCache, 'replicationGroupId' | 'nodes'>,
  name: string,
  statistic: Metric['statistic'],
): Metric[] {
  return Array.from({ length: cache.nodes }, (_, index) => ({
    namespace: 'AWS/ElastiCache',
    name,
    dimensions: { CacheClusterId: `${cache.replicationGroupId}-${String(index + 1).padStart(3, '0')}` },
    statistic,
  }));
}

function overNodes(cache: WatchedCache, metric: string, statistic: Metric['statistic'], reduce: 'MAX' | 'SUM') {
  const metrics = Object.fromEntries(
    cacheMetrics(cache, metric, statistic).map((series, index) => [`node${index + 1}`, series]),
  );
  const ids = Object.keys(metrics);
  return { metrics, expression: ids.length > 1 ? `${reduce}([${ids.join(', ')}])` : undefined };
}
