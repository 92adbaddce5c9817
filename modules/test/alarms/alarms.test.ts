import { describe, expect, it } from '@jest/globals';
import { cacheAlarms } from '../../alarms/cache.js';
import { databaseAlarms } from '../../alarms/database.js';
import { deliveryAlarms } from '../../alarms/delivery.js';
import { backupAlarm, clusterAlarm, functionAlarm, natAlarm } from '../../alarms/platform.js';
import { queueAlarms } from '../../alarms/queue.js';
import { Duration } from '../../values/duration.js';

const database = databaseAlarms({
  name: 'main',
  identifier: 'x-main',
  replicaIdentifiers: ['x-main-replica-1', 'x-main-replica-2'],
  cpu: 85,
  freeStorageGiB: 10,
});
const cache = cacheAlarms({ name: 'sessions', replicationGroupId: 'x-sessions', nodes: 2, memory: 80 });
const queue = queueAlarms({
  name: 'ingest',
  queueName: 'x-ingest',
  deadLetterName: 'x-ingest-dead-letters',
  age: Duration.minutes(15),
});
const delivery = deliveryAlarms({ distributionId: 'E1', errors: 5 });
const platform = [natAlarm('a', 'nat-1'), backupAlarm('vault'), functionAlarm('f', 'x-f'), clusterAlarm('x')];
const all = [...database, ...cache, ...queue, ...delivery, ...platform];

describe('alarms', () => {
  it('have names of their own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each(all.map((alarm) => [alarm.name, alarm.description]))('say what to do: %s', (_, description) => {
    const [, ...steps] = description.split(/[.:] /);
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(description.length).toBeLessThanOrEqual(1024);
  });

  it('use ids that metric math takes', () => {
    for (const { metrics } of all) for (const id of Object.keys(metrics)) expect(id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
  });

  it('of a database turn gibibytes into bytes and watch each replica', () => {
    expect(database.map(({ name }) => name)).toEqual([
      'database-main-cpu',
      'database-main-storage',
      'database-main-connections',
      'database-main-lag-1',
      'database-main-lag-2',
    ]);
    expect(database[1]).toMatchObject({ comparison: 'below', threshold: 10_737_418_240 });
    expect(database[4]?.metrics.lag?.dimensions).toEqual({ DBInstanceIdentifier: 'x-main-replica-2' });
  });

  it('of a cache judge all nodes together', () => {
    expect(cache[0]).toMatchObject({ threshold: 80, expression: 'MAX([node1, node2])' });
    expect(cache[2]?.expression).toBe('SUM([node1, node2])');
    expect(cache[0]?.metrics.node2?.dimensions).toEqual({ CacheClusterId: 'x-sessions-002' });
  });

  it('of a cache of one node need no metric math', () => {
    const [memory] = cacheAlarms({ name: 'c', replicationGroupId: 'x', nodes: 1, memory: 80 });
    expect(memory?.expression).toBeUndefined();
  });

  it('of a queue fire for one dead letter', () => {
    expect(queue[0]).toMatchObject({ threshold: 900 });
    expect(queue[1]).toMatchObject({ name: 'dead-letters-ingest', comparison: 'above', threshold: 0, periods: 1 });
  });

  it('of the CDN take no notice of errors among few requests', () => {
    expect(delivery[0]?.expression).toBe('IF(requests > 100, errors, 0)');
  });

  it('of backups count jobs that failed, were aborted or never began', () => {
    expect(Object.values(platform[1]?.metrics ?? {}).map(({ name }) => name)).toEqual([
      'NumberOfBackupJobsFailed',
      'NumberOfBackupJobsAborted',
      'NumberOfBackupJobsExpired',
    ]);
  });
});
