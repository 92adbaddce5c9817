import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const resources = {
  aws_kms_key: { key: {}, far: { region: 'us-east-1' } },
  aws_cloudwatch_log_group: {
    api: {
      name: '/app/api',
      retention_in_days: 400,
      kms_key_id: ref('aws_kms_key.key.arn'),
      tags: { team: 'media' },
    },
    // Its name is the beginning of the other one.
    app: { name: '/app' },
    rare: { name: 'rare', log_group_class: 'INFREQUENT_ACCESS', retention_in_days: 7 },
    far: {
      name: 'aws-waf-logs-site',
      region: 'us-east-1',
      retention_in_days: 90,
      kms_key_id: ref('aws_kms_key.far.arn'),
    },
  },
};

const changed = {
  ...resources,
  aws_cloudwatch_log_group: {
    ...resources.aws_cloudwatch_log_group,
    api: { name: '/app/api', tags: { squad: 'media' } },
    app: { name: '/app', retention_in_days: 30, kms_key_id: ref('aws_kms_key.key.arn') },
  },
};

const groups = async (region?: string) => (await cloud.call('logs', 'DescribeLogGroups', {}, region)).logGroups ?? [];
const named = async (name: string) =>
  (await groups()).find(({ logGroupName }: { logGroupName: string }) => logGroupName === name);

describe('log groups', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      expect(await named('/app/api')).toMatchObject({
        retentionInDays: 400,
        kmsKeyId: expect.stringContaining(':key/'),
      });
      expect(await named('rare')).toMatchObject({ logGroupClass: 'INFREQUENT_ACCESS' });
      expect(await groups('us-east-1')).toHaveLength(1);
      expect(await cloud.attributes('aws_cloudwatch_log_group.app')).toMatchObject({
        arn: `arn:aws:logs:eu-central-1:${cloud.account}:log-group:/app`,
        retention_in_days: 0,
      });
    },
    changed,
    changes: ['update aws_cloudwatch_log_group.api', 'update aws_cloudwatch_log_group.app'],
    updated: async () => {
      const api = await named('/app/api');
      expect(api.retentionInDays).toBeUndefined();
      expect(await named('/app')).toMatchObject({ retentionInDays: 30 });
      expect((await cloud.attributes('aws_cloudwatch_log_group.app')).kms_key_id).toContain(':key/');
    },
    meddle: async () => {
      await cloud.call('logs', 'PutRetentionPolicy', { logGroupName: '/app', retentionInDays: 1 });
      const resourceArn = `arn:aws:logs:eu-central-1:${cloud.account}:log-group:/app/api`;
      await cloud.call('logs', 'TagResource', { resourceArn, tags: { squad: 'none' } });
      await cloud.call('logs', 'DeleteLogGroup', { logGroupName: 'rare' });
    },
    drift: {
      'aws_cloudwatch_log_group.api': ['tags'],
      'aws_cloudwatch_log_group.app': ['retention_in_days'],
      'aws_cloudwatch_log_group.rare': [],
    },
    imports: async () => {
      const ids = await cloud.ids(changed);
      return {
        ...ids,
        'aws_kms_key.far': `${ids['aws_kms_key.far']}@us-east-1`,
        'aws_cloudwatch_log_group.far': 'aws-waf-logs-site@us-east-1',
      };
    },
    unknownToImport: {
      'aws_cloudwatch_log_group.app': ['kms_key_id'],
      'aws_cloudwatch_log_group.far': ['kms_key_id'],
    },
    destroyed: async () => {
      expect([await groups(), await groups('us-east-1')]).toEqual([[], []]);
    },
  });
});
