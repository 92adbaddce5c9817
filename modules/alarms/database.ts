import type { AlarmDefinition, Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';

/** A database that is watched. */
export interface WatchedDatabase {
  /** Name in the environment. */
  readonly name: string;
  readonly identifier: string;
  readonly replicaIdentifiers: readonly string[];
  /** Per cent. */
  readonly cpu: number;
  readonly freeStorageGiB: number;
}

/** Seconds behind the primary, after which answers of a replica are stale for users. */
const REPLICA_LAG_SECONDS = 60;

/** Standard deviations from the usual number of connections. */
const USUAL_CONNECTIONS_WIDTH = 4;

/** Alarms of an RDS database and its replicas. */
export function databaseAlarms(database: WatchedDatabase): AlarmDefinition[] {
  const { name, identifier, cpu, freeStorageGiB } = database;
  const subject = `Database '${name}' (${identifier})`;
  return [
    {
      name: `database-${name}-cpu`,
      description: `${subject}: CPU above ${cpu} % for 15 minutes. Look for the top statement in Performance Insights; end or index it, or raise data.postgres.${name}.instanceClass.`,
      metrics: { cpu: databaseMetric(identifier, 'CPUUtilization', 'Average') },
      comparison: 'above',
      threshold: cpu,
      period: Duration.minutes(5),
      periods: 3,
    },
    {
      name: `database-${name}-storage`,
      description: `${subject}: less than ${freeStorageGiB} GiB free although storage grows by itself. It has reached data.postgres.${name}.storageGiB.max: raise it, and look for replication slots that hold WAL.`,
      metrics: { free: databaseMetric(identifier, 'FreeStorageSpace', 'Minimum') },
      comparison: 'below',
      threshold: freeStorageGiB * 2 ** 30,
      period: Duration.minutes(5),
      periods: 1,
    },
    {
      name: `database-${name}-connections`,
      description: `${subject}: far more connections than usual at this time. Look for a service that leaks or has scaled out; restart it, or pool through the proxy (data.postgres.${name}.proxy).`,
      metrics: { connections: databaseMetric(identifier, 'DatabaseConnections', 'Maximum') },
      comparison: 'above-usual',
      threshold: USUAL_CONNECTIONS_WIDTH,
      period: Duration.minutes(5),
      periods: 3,
    },
    ...database.replicaIdentifiers.map((replica, index) => replicaLag(name, replica, index + 1)),
  ];
}

function replicaLag(name: string, replica: string, number: number): AlarmDefinition {
  return {
    name: `database-${name}-lag-${number}`,
    description: `Replica '${replica}' is more than ${REPLICA_LAG_SECONDS} s behind for 10 minutes: readers see old data. Look for a long statement on the replica or a bulk write on the primary.`,
    metrics: { lag: databaseMetric(replica, 'ReplicaLag', 'Average') },
    comparison: 'above',
    threshold: REPLICA_LAG_SECONDS,
    period: Duration.minutes(5),
    periods: 2,
  };
}

/** A series of one RDS instance. */
export function databaseMetric(identifier: string, name: string, statistic: Metric['statistic']): Metric {
  return { namespace: 'AWS/RDS', name, dimensions: { DBInstanceIdentifier: identifier }, statistic };
}
