import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const expire = (count: number) =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: count },
        action: { type: 'expire' },
      },
    ],
  });

const allow = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Pull', Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: action }],
  });

const api = { name: 'film/api', force_delete: true, tags: { service: 'api' } };
const repository = ref('aws_ecr_repository.api.name');

const resources = (
  mutability: string,
  scan: boolean,
  tags: object,
  rules: string,
  policy: string,
  frequency: string,
) => ({
  aws_kms_key: { key: {} },
  aws_ecr_repository: {
    api: {
      ...api,
      tags,
      image_tag_mutability: mutability,
      image_scanning_configuration: { scan_on_push: scan },
      encryption_configuration: { encryption_type: 'KMS', kms_key: ref('aws_kms_key.key.arn') },
    },
    plain: { name: 'plain' },
  },
  aws_ecr_lifecycle_policy: { api: { repository, policy: rules } },
  aws_ecr_repository_policy: { api: { repository, policy } },
  aws_ecr_registry_scanning_configuration: {
    registry: {
      scan_type: 'BASIC',
      rule: [{ scan_frequency: frequency, repository_filter: [{ filter: 'film/*', filter_type: 'WILDCARD' }] }],
    },
  },
  aws_ecr_replication_configuration: {
    registry: {
      replication_configuration: {
        rule: [
          {
            destination: [{ region: 'eu-west-1', registry_id: '210987654321' }],
            repository_filter: [{ filter: 'film/', filter_type: 'PREFIX_MATCH' }],
          },
        ],
      },
    },
  },
});

const changed = resources('MUTABLE', false, { app: 'api' }, expire(5), allow('ecr:*'), 'MANUAL');
const described = async () =>
  (await cloud.call('ecr', 'DescribeRepositories', { repositoryNames: ['film/api'] })).repositories[0];

describe('repositories', () => {
  describeLife({
    cloud: () => cloud,
    resources: resources('IMMUTABLE', true, { service: 'api' }, expire(10), allow('ecr:BatchGetImage'), 'SCAN_ON_PUSH'),
    created: async () => {
      expect(await described()).toMatchObject({
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: expect.stringContaining(':key/') },
      });
      expect(await cloud.attributes('aws_ecr_repository.api')).toMatchObject({
        arn: `arn:aws:ecr:eu-central-1:${cloud.account}:repository/film/api`,
        registry_id: cloud.account,
        repository_url: expect.stringContaining('/film/api'),
      });
    },
    changed,
    changes: [
      'update aws_ecr_repository.api',
      'update aws_ecr_lifecycle_policy.api',
      'update aws_ecr_repository_policy.api',
      'update aws_ecr_registry_scanning_configuration.registry',
    ],
    updated: async () => {
      expect(await described()).toMatchObject({
        imageTagMutability: 'MUTABLE',
        imageScanningConfiguration: { scanOnPush: false },
      });
    },
    meddle: async () => {
      const repositoryName = 'film/api';
      const { repositoryArn: resourceArn } = await described();
      await cloud.call('ecr', 'PutImageTagMutability', { repositoryName, imageTagMutability: 'IMMUTABLE' });
      await cloud.call('ecr', 'PutImageScanningConfiguration', {
        repositoryName,
        imageScanningConfiguration: { scanOnPush: true },
      });
      await cloud.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: expire(1) });
      await cloud.call('ecr', 'DeleteRepositoryPolicy', { repositoryName });
      await cloud.call('ecr', 'TagResource', { resourceArn, tags: [{ Key: 'app', Value: 'none' }] });
    },
    drift: {
      'aws_ecr_repository.api': ['image_scanning_configuration', 'image_tag_mutability', 'tags'],
      'aws_ecr_lifecycle_policy.api': ['policy'],
      'aws_ecr_repository_policy.api': [],
    },
    imports: async () => {
      const {
        'aws_ecr_registry_scanning_configuration.registry': _recorded,
        'aws_ecr_replication_configuration.registry': _also,
        ...ids
      } = await cloud.ids(changed);
      return ids;
    },
    unknownToImport: { 'aws_ecr_repository.api': ['force_delete'] },
    destroyed: async () => {
      expect((await cloud.call('ecr', 'DescribeRepositories', {})).repositories ?? []).toEqual([]);
    },
  });
});
