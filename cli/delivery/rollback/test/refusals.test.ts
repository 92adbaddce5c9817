import { describe, expect, it } from '@jest/globals';
import type { StateFile } from '../../../adapters/aws/index.js';
import { change, stackPlan } from '../../../commands/test/support/results.js';
import type { Loss } from '../../losses/index.js';
import { configuredRemovals, plannedLosses } from '../data-loss.js';
import { compareVersions, configuredDowngrades, plannedDowngrades } from '../engine-downgrade.js';
import { refused } from '../refusal.js';

const config = (resource: object) => JSON.stringify({ resource });
const state = (...addresses: string[]) =>
  ({ resources: addresses.map((address) => ({ address, type: address.split('.')[0] })) }) as unknown as StateFile;

const plays: Loss = {
  name: 'tables.plays',
  stack: 'data',
  address: 'aws_dynamodb_table.plays',
  type: 'aws_dynamodb_table',
  physical: 'films-plays',
  action: 'delete',
  holds: '3 items',
  lost: 'its items and their point-in-time recovery',
};

describe('data that a rollback would lose', () => {
  it.each(['delete', 'replace'] as const)('is named where a plan would %s it, unless it may be lost', (action) => {
    const plan = { ...stackPlan('data', [change('aws_dynamodb_table.plays', action)]), losses: [{ ...plays, action }] };
    expect(plannedLosses([plan])).toEqual([
      {
        kind: 'data-loss',
        subject: 'data: aws_dynamodb_table.plays',
        reason: `it holds 3 items and would be ${action}d, which loses its items and their point-in-time recovery`,
        name: 'tables.plays',
      },
    ]);
    expect(plannedLosses([plan], ['tables.plays'])).toEqual([]);
    expect(plannedLosses([plan], ['tables.other'])).toHaveLength(1);
  });

  it('is looked for without a plan: what is in the state, and not in the configuration', () => {
    const wanted = config({ aws_s3_bucket: { films: {} } });
    const held = state('aws_s3_bucket.films', 'aws_s3_bucket.new["eu"]', 'aws_sqs_queue.gone');
    const removed = configuredRemovals('media', held, wanted).changes;
    expect(removed.map(({ action, address }) => [action, address])).toEqual([['delete', 'aws_s3_bucket.new["eu"]']]);
    expect(configuredRemovals('media', held, undefined).changes).toHaveLength(2);
    expect(configuredRemovals('media', undefined, wanted).changes).toEqual([]);
  });
});

describe('engines that a rollback would downgrade', () => {
  it.each([
    ['17', '16', -1],
    ['17.5', '17', 0],
    ['16', '17.5', 1],
    ['8.0', '7.2', -1],
    ['1.9', '1.35', 1],
    ['OpenSearch_2.11', 'OpenSearch_2.3', -1],
  ])('from %s to %s compares as %i', (before, after, sign) => {
    expect(Math.sign(compareVersions(after, before))).toBe(sign);
  });

  it('are found in a plan', () => {
    const attributes = [{ path: 'engine_version', before: '17', after: '16' }];
    const up = [{ path: 'engine_version', before: '16', after: '17' }];
    const plan = stackPlan('data', [
      change('aws_db_instance.main', 'update', attributes),
      change('aws_db_instance.other', 'update', up),
    ]);
    expect(plannedDowngrades([plan])).toEqual([
      {
        kind: 'engine-downgrade',
        subject: 'data: aws_db_instance.main',
        reason: 'its engine would go from 17 to 16, and AWS downgrades none',
      },
    ]);
  });

  it('are found in two configurations, also of a cluster', () => {
    const applied = config({ aws_eks_cluster: { it: { version: '1.35' } }, aws_db_instance: { main: {} } });
    const wanted = config({ aws_eks_cluster: { it: { version: '1.34' } }, aws_db_instance: { main: {} } });
    expect(configuredDowngrades('cluster', applied, wanted).map(({ subject }) => subject)).toEqual([
      'cluster: aws_eks_cluster.it',
    ]);
    expect(configuredDowngrades('cluster', wanted, applied)).toEqual([]);
    expect(configuredDowngrades('cluster', applied, undefined)).toEqual([]);
  });
});

describe('the refusal', () => {
  it('names everything, and the services alone as the way out', () => {
    const refusals = [
      ...plannedLosses([{ id: 'data', changes: [], losses: [{ ...plays, address: 'aws_db_instance.main' }] }]),
      ...configuredDowngrades(
        'c',
        config({ aws_eks_cluster: { it: { version: '2' } } }),
        config({ aws_eks_cluster: { it: { version: '1' } } }),
      ),
    ];
    expect(refused('prod', 7, refusals)).toMatchObject({
      code: 'RollbackRefused',
      exitCode: 1,
      message: expect.stringMatching(
        /release 7 .* nothing was changed: data: aws_db_instance.main: .*; c: aws_eks_cluster.it: /,
      ),
      actions: ['backlot rollback prod 7 --services-only'],
    });
  });

  it('does not offer the services alone when it is they that do not fit', () => {
    const broken = { kind: 'schema-contract' as const, subject: 'api', reason: 'x' };
    expect(refused('prod', 7, [broken])).toMatchObject({ code: 'SchemaContractBroken', actions: [] });
  });
});
