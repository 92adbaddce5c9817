import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shell } from '../../../../modules/values/shell-quoted.js';
import { awsCommand } from '../../../session/cloud/aws-command.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { cache } from '../stores/cache.js';
import { type LookContext, STORES } from '../stores/index.js';
import { type QueryApi, startQueryApi } from './fixtures/query-api.js';

const ARN = 'arn:aws:kms:eu-central-1:000000000000:key/1';
let api: QueryApi;

/** Answers RDS that there is no snapshot, and ElastiCache that there are two. */
beforeAll(async () => {
  const snapshot = (name: string, key: string) =>
    `<Snapshot><SnapshotName>${name}</SnapshotName><KmsKeyId>${key}</KmsKeyId></Snapshot>`;
  api = await startQueryApi((operation) =>
    operation === 'DescribeSnapshots'
      ? `<Snapshots>${snapshot('last', ARN)}${snapshot('other', 'arn:other')}</Snapshots>`
      : '<DBSnapshots/>',
  );
});
afterAll(() => api.close());

function context(target: Cloud['target']): LookContext {
  return {
    ...{
      cloud: { ...api.cloud, target },
      attributes: { arn: ARN },
      environment: 'dev',
      known: true,
      name: 'keys.data',
    },
    ...{ stored: () => [], mentions: async () => [] },
  };
}

describe('what a store loses', () => {
  it('is, of a key, also what the snapshots of caches hold that were taken under it', async () => {
    expect(await STORES.aws_kms_key.look(context('aws'))).toMatchObject({
      words: 'the only way to read cache snapshot last',
    });
    expect(await STORES.aws_kms_key.look(context('sandbox'))).toBeUndefined();
  });

  it('says commands that reach the cloud which it was found in', async () => {
    const cloud = { ...api.cloud, endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1' };
    const where = 'aws --endpoint-url http://127.0.0.1:4566 --region eu-west-1';
    expect(await cache.guard?.(cloud, { final_snapshot_identifier: 'last' })).toContain(
      `(${where} elasticache copy-snapshot --source-snapshot-name last --target-snapshot-name last-earlier; ${where} elasticache delete-snapshot --snapshot-name last)`,
    );
    expect(awsCommand({ region: 'eu-west-1' }, shell`rds describe-db-instances`)).toBe(
      'aws --region eu-west-1 rds describe-db-instances',
    );
  });

  it.each([
    [14, 1, 'its automatic snapshots older than 1 days'],
    [14, 0, 'its automatic snapshots older than 0 days'],
    [1, 14, undefined],
    [14, undefined, undefined],
  ])('is, of a cache, its older snapshots when it keeps them for %s → %s days', (before, after, words) => {
    const changed = new Map(after === undefined ? [] : [['snapshot_retention_limit', after]]);
    expect(cache.shortens?.({ snapshot_retention_limit: before }, changed)).toBe(words);
  });
});
