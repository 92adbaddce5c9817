import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const policy = (...actions: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::210987654321:root' },
        Action: actions,
        Resource: '*',
      },
    ],
  });

const resources = {
  aws_kms_key: {
    data: {
      description: 'Data',
      enable_key_rotation: true,
      rotation_period_in_days: 180,
      deletion_window_in_days: 30,
      policy: policy('kms:*'),
      tags: { team: 'core' },
    },
    other: {},
    signing: { key_usage: 'SIGN_VERIFY', customer_master_key_spec: 'RSA_2048' },
    far: { description: 'Copies', region: 'eu-west-1', enable_key_rotation: true },
  },
  aws_kms_alias: {
    data: { name: 'alias/data', target_key_id: ref('aws_kms_key.data.key_id') },
    far: { name: 'alias/far', target_key_id: ref('aws_kms_key.far.arn'), region: 'eu-west-1' },
  },
};

const changed = {
  aws_kms_key: {
    ...resources.aws_kms_key,
    data: {
      description: 'All data',
      enable_key_rotation: false,
      deletion_window_in_days: 7,
      is_enabled: false,
      policy: policy('kms:Describe*', 'kms:*'),
      tags: { squad: 'core' },
    },
  },
  aws_kms_alias: {
    ...resources.aws_kms_alias,
    data: { name: 'alias/data', target_key_id: ref('aws_kms_key.other.key_id') },
  },
};

const idOf = async (name: string) => String((await cloud.attributes(`aws_kms_key.${name}`)).key_id);

describe('keys', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const KeyId = await idOf('data');
      expect((await cloud.call('kms', 'DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ Description: 'Data' });
      expect(await cloud.call('kms', 'GetKeyRotationStatus', { KeyId })).toMatchObject({ KeyRotationEnabled: true });
      expect((await cloud.call('kms', 'DescribeKey', { KeyId: 'alias/data' })).KeyMetadata.KeyId).toBe(KeyId);
      const far = await cloud.attributes('aws_kms_key.far');
      expect(far.arn).toBe(`arn:aws:kms:eu-west-1:${cloud.account}:key/${far.key_id}`);
      expect((await cloud.call('kms', 'DescribeKey', { KeyId: 'alias/far' }, 'eu-west-1')).KeyMetadata.Arn).toBe(
        far.arn,
      );
      await expect(cloud.call('kms', 'DescribeKey', { KeyId: 'alias/far' })).rejects.toThrow();
    },
    changed,
    changes: ['update aws_kms_key.data', 'update aws_kms_alias.data'],
    updated: async () => {
      const KeyId = await idOf('data');
      expect((await cloud.call('kms', 'DescribeKey', { KeyId })).KeyMetadata).toMatchObject({
        Description: 'All data',
        Enabled: false,
      });
      const { KeyMetadata } = await cloud.call('kms', 'DescribeKey', { KeyId: 'alias/data' });
      expect(KeyMetadata.KeyId).toBe(await idOf('other'));
    },
    meddle: async () => {
      const KeyId = await idOf('data');
      await cloud.call('kms', 'EnableKey', { KeyId });
      await cloud.call('kms', 'UpdateKeyDescription', { KeyId, Description: 'Mine' });
      await cloud.call('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy: policy('kms:Encrypt') });
      await cloud.call('kms', 'TagResource', { KeyId, Tags: [{ TagKey: 'squad', TagValue: 'none' }] });
      await cloud.call('kms', 'EnableKeyRotation', { KeyId: await idOf('other') });
      await cloud.call('kms', 'UpdateAlias', { AliasName: 'alias/data', TargetKeyId: KeyId });
      await cloud.call('kms', 'ScheduleKeyDeletion', { KeyId: await idOf('signing'), PendingWindowInDays: 7 });
    },
    drift: {
      'aws_kms_key.data': ['description', 'is_enabled', 'policy', 'tags'],
      'aws_kms_key.other': ['enable_key_rotation'],
      'aws_kms_key.signing': [],
      'aws_kms_alias.data': ['target_key_arn', 'target_key_id'],
    },
    imports: async () => {
      const ids = await cloud.ids(changed);
      return {
        ...ids,
        'aws_kms_key.far': `${ids['aws_kms_key.far']}@eu-west-1`,
        'aws_kms_alias.far': 'alias/far@eu-west-1',
      };
    },
    unknownToImport: { 'aws_kms_key.data': ['deletion_window_in_days'] },
    destroyed: async () => {
      const { Keys } = await cloud.call('kms', 'ListKeys', {});
      for (const { KeyId } of Keys) {
        expect((await cloud.call('kms', 'DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingDeletion');
      }
      await expect(cloud.call('kms', 'DescribeKey', { KeyId: 'alias/data' })).rejects.toThrow();
    },
  });
});
