import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const ROTATOR = 'arn:aws:lambda:eu-central-1:210987654321:function:rotate';

const secret = (arguments_: object, sid: string, rules: object) => ({
  aws_secretsmanager_secret: {
    token: { name: '/movies/token', recovery_window_in_days: 0, ...arguments_ },
  },
  aws_secretsmanager_secret_policy: {
    token: {
      secret_arn: '${aws_secretsmanager_secret.token.arn}',
      block_public_policy: true,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: sid, Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }],
      }),
    },
  },
  aws_secretsmanager_secret_rotation: {
    token: {
      secret_id: '${aws_secretsmanager_secret.token.id}',
      rotation_lambda_arn: ROTATOR,
      rotation_rules: [rules],
    },
  },
});

describe('a secret with its policy and rotation', () => {
  let cloud: TestCloud;
  const SecretId = '/movies/token';

  beforeAll(async () => {
    cloud = await TestCloud.start();
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: secret(
      { description: 'Webhooks', kms_key_id: 'arn:aws:kms:eu-central-1:210987654321:key/1', tags: { a: '1' } },
      'Before',
      { automatically_after_days: 30 },
    ),
    created: async () => {
      expect(await cloud.call('secretsmanager', 'DescribeSecret', { SecretId })).toMatchObject({
        Description: 'Webhooks',
        KmsKeyId: 'arn:aws:kms:eu-central-1:210987654321:key/1',
        RotationEnabled: true,
        RotationLambdaARN: ROTATOR,
        RotationRules: { AutomaticallyAfterDays: 30 },
      });
    },
    changed: secret({ kms_key_id: 'arn:aws:kms:eu-central-1:210987654321:key/2', tags: { b: '2' } }, 'After', {
      schedule_expression: 'rate(4 hours)',
    }),
    changes: [
      'update aws_secretsmanager_secret.token',
      'update aws_secretsmanager_secret_policy.token',
      'update aws_secretsmanager_secret_rotation.token',
    ],
    updated: async () => {
      const { Description, Tags } = await cloud.call('secretsmanager', 'DescribeSecret', { SecretId });
      expect(Description).toBeFalsy();
      expect(Tags.map(({ Key }: { Key: string }) => Key).sort()).toEqual(['b', 'owner']);
    },
    meddle: async () => {
      await cloud.call('secretsmanager', 'UpdateSecret', { SecretId, Description: 'Mine' });
      await cloud.call('secretsmanager', 'TagResource', { SecretId, Tags: [{ Key: 'b', Value: '3' }] });
      await cloud.call('secretsmanager', 'DeleteResourcePolicy', { SecretId });
      await cloud.call('secretsmanager', 'RotateSecret', { SecretId, RotationRules: { AutomaticallyAfterDays: 1 } });
    },
    drift: {
      'aws_secretsmanager_secret.token': ['description', 'tags'],
      'aws_secretsmanager_secret_policy.token': [],
      'aws_secretsmanager_secret_rotation.token': ['rotation_rules'],
    },
    imports: async () => {
      const { ARN } = await cloud.call('secretsmanager', 'DescribeSecret', { SecretId });
      return {
        'aws_secretsmanager_secret.token': ARN,
        'aws_secretsmanager_secret_policy.token': ARN,
        'aws_secretsmanager_secret_rotation.token': ARN,
      };
    },
    unknownToImport: {
      'aws_secretsmanager_secret.token': ['recovery_window_in_days'],
      'aws_secretsmanager_secret_policy.token': ['block_public_policy'],
    },
    destroyed: async () => {
      const { SecretList } = await cloud.call('secretsmanager', 'ListSecrets', { IncludePlannedDeletion: true });
      expect(SecretList).toEqual([]);
    },
  });
});
