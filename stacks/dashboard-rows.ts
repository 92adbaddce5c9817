import type { Metric } from '../modules/alarm.js';
import { cacheMetrics } from '../modules/alarms/cache.js';
import { databaseMetric } from '../modules/alarms/database.js';
import { deliveryMetric } from '../modules/alarms/delivery.js';
import { clusterMetric, functionMetric } from '../modules/alarms/platform.js';
import { queueMetric } from '../modules/alarms/queue.js';
import type { DashboardGraph, DashboardRow } from '../modules/dashboard.js';
import type { Watched } from './watched.js';

/** Regions that series are in. */
export interface DashboardRegions {
  readonly home: string;
  /** Where CloudFront keeps its series. */
  readonly delivery: string;
}

/** Rows of the dashboard, from what users feel down to what it stands on. */
export function dashboardRows(watched: Watched, regions: DashboardRegions): DashboardRow[] {
  const graph = (title: string, metrics: Record<string, Metric>): DashboardGraph[] =>
    Object.keys(metrics).length > 0 ? [{ title, metrics, region: regions.home }] : [];
  return [
    { title: 'Delivery', graphs: deliveryGraphs(watched, regions.delivery) },
    { title: 'Queues and functions', graphs: queueGraphs(watched, graph) },
    {
      title: 'Databases',
      graphs: [
        ...graph('CPU, per cent', databases(watched, 'CPUUtilization', 'Average')),
        ...graph('Connections', databases(watched, 'DatabaseConnections', 'Maximum')),
        ...graph('Free storage, bytes', databases(watched, 'FreeStorageSpace', 'Minimum')),
      ],
    },
    {
      title: 'Caches',
      graphs: [
        ...graph('Memory, per cent', caches(watched, 'DatabaseMemoryUsagePercentage', 'Maximum')),
        ...graph('Engine CPU, per cent', caches(watched, 'EngineCPUUtilization', 'Average')),
        ...graph('Evictions', caches(watched, 'Evictions', 'Sum')),
      ],
    },
    {
      title: 'Cluster',
      graphs: watched.clusterName
        ? graph('Requests of the API server', {
            all: clusterMetric(watched.clusterName, 'apiserver_request_total'),
            failed: clusterMetric(watched.clusterName, 'apiserver_request_total_5XX'),
          })
        : [],
    },
  ];
}

function deliveryGraphs({ distributionId }: Watched, region: string): DashboardGraph[] {
  if (!distributionId) return [];
  const series = (name: string, statistic: Metric['statistic']) => deliveryMetric(distributionId, name, statistic);
  return [
    { title: 'Requests', region, metrics: { requests: series('Requests', 'Sum') } },
    {
      title: 'Errors, per cent',
      region,
      metrics: { '5xx': series('5xxErrorRate', 'Average'), '4xx': series('4xxErrorRate', 'Average') },
    },
  ];
}

function queueGraphs(
  watched: Watched,
  graph: (title: string, metrics: Record<string, Metric>) => DashboardGraph[],
): DashboardGraph[] {
  const { queues, deadLetters, functions } = watched;
  const ages = queues.map(({ name, queueName }): [string, Metric] => [
    name,
    queueMetric(queueName, 'ApproximateAgeOfOldestMessage', 'Maximum'),
  ]);
  const dead = [
    ...queues.map(({ name, deadLetterName }): [string, string] => [name, deadLetterName]),
    ...Object.entries(deadLetters),
  ].map(([name, queue]): [string, Metric] => [
    name,
    queueMetric(queue, 'ApproximateNumberOfMessagesVisible', 'Maximum'),
  ]);
  const errors = Object.entries(functions).map(([name, id]): [string, Metric] => [name, functionMetric(id, 'Errors')]);
  return [
    ...graph('Age of the oldest message, seconds', Object.fromEntries(ages)),
    ...graph('Dead letters', Object.fromEntries(dead)),
    ...graph('Failed runs of functions', Object.fromEntries(errors)),
  ];
}

function databases(watched: Watched, name: string, statistic: Metric['statistic']): Record<string, Metric> {
  return Object.fromEntries(
    watched.databases.flatMap((database) =>
      [database.identifier, ...database.replicaIdentifiers].map((identifier, index) => [
        index === 0 ? database.name : `${database.name} replica ${index}`,
        databaseMetric(identifier, name, statistic),
      ]),
    ),
  );
}

function caches(watched: Watched, name: string, statistic: Metric['statistic']): Record<string, Metric> {
  return Object.fromEntries(
    watched.caches.flatMap((cache) =>
      cacheMetrics(cache, name, statistic).map((metric, index) => [`${cache.name} ${index + 1}`, metric]),
    ),
  );
}
