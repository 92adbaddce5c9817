import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const allow = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: action, Resource: '*' }],
  });

const resources = {
  aws_sqs_queue: {
    jobs: {
      name: 'jobs',
      visibility_timeout_seconds: 90,
      message_retention_seconds: 86_400,
      receive_wait_time_seconds: 20,
      delay_seconds: 5,
      max_message_size: 65_536,
      kms_master_key_id: 'alias/aws/sqs',
      kms_data_key_reuse_period_seconds: 600,
      tags: { team: 'media' },
    },
    dead: { name: 'dead', sqs_managed_sse_enabled: true },
    ordered: {
      name: 'ordered.fifo',
      fifo_queue: true,
      content_based_deduplication: true,
      deduplication_scope: 'messageGroup',
      fifo_throughput_limit: 'perMessageGroupId',
    },
  },
  aws_sqs_queue_policy: { jobs: { queue_url: ref('aws_sqs_queue.jobs.url'), policy: allow('sqs:SendMessage') } },
  aws_sqs_queue_redrive_policy: {
    jobs: {
      queue_url: ref('aws_sqs_queue.jobs.id'),
      redrive_policy: ref('jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5 })'),
    },
  },
  aws_sqs_queue_redrive_allow_policy: {
    dead: {
      queue_url: ref('aws_sqs_queue.dead.id'),
      redrive_allow_policy: ref(
        'jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.jobs.arn] })',
      ),
    },
  },
};

const attributesOf = async (name: string) => {
  const { QueueUrl } = await cloud.call('sqs', 'GetQueueUrl', { QueueName: name });
  const { Attributes } = await cloud.call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  return { QueueUrl, ...Attributes };
};

describe('queues', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      expect(await attributesOf('jobs')).toMatchObject({
        VisibilityTimeout: '90',
        MessageRetentionPeriod: '86400',
        ReceiveMessageWaitTimeSeconds: '20',
        DelaySeconds: '5',
        MaximumMessageSize: '65536',
        KmsMasterKeyId: 'alias/aws/sqs',
        KmsDataKeyReusePeriodSeconds: '600',
        Policy: allow('sqs:SendMessage'),
      });
      expect(await attributesOf('ordered.fifo')).toMatchObject({
        FifoQueue: 'true',
        ContentBasedDeduplication: 'true',
        DeduplicationScope: 'messageGroup',
      });
      expect(await cloud.attributes('aws_sqs_queue.jobs')).toMatchObject({
        arn: `arn:aws:sqs:eu-central-1:${cloud.account}:jobs`,
        tags_all: { owner: 'test', team: 'media' },
      });
    },
    changed: {
      ...resources,
      aws_sqs_queue: {
        ...resources.aws_sqs_queue,
        jobs: {
          ...resources.aws_sqs_queue.jobs,
          visibility_timeout_seconds: 120,
          delay_seconds: 0,
          kms_master_key_id: null,
          kms_data_key_reuse_period_seconds: null,
          tags: { squad: 'media' },
        },
      },
      aws_sqs_queue_policy: { jobs: { queue_url: ref('aws_sqs_queue.jobs.url'), policy: allow('sqs:*') } },
    },
    changes: ['update aws_sqs_queue.jobs', 'update aws_sqs_queue_policy.jobs'],
    updated: async () => {
      const { QueueUrl, ...attributes } = await attributesOf('jobs');
      expect(attributes).toMatchObject({ VisibilityTimeout: '120', DelaySeconds: '0', Policy: allow('sqs:*') });
      const { Tags } = await cloud.call('sqs', 'ListQueueTags', { QueueUrl });
      expect(Tags).toEqual({ owner: 'test', squad: 'media' });
    },
    meddle: async () => {
      const { QueueUrl } = await attributesOf('jobs');
      await cloud.call('sqs', 'SetQueueAttributes', {
        QueueUrl,
        Attributes: { VisibilityTimeout: '1', Policy: allow('sqs:DeleteQueue'), RedrivePolicy: '' },
      });
      await cloud.call('sqs', 'TagQueue', { QueueUrl, Tags: { squad: 'none' } });
    },
    drift: {
      'aws_sqs_queue.jobs': ['tags', 'visibility_timeout_seconds'],
      'aws_sqs_queue_policy.jobs': ['policy'],
      'aws_sqs_queue_redrive_policy.jobs': [],
    },
    imports: async () => {
      const url = async (name: string) => String((await attributesOf(name)).QueueUrl);
      return {
        'aws_sqs_queue.jobs': await url('jobs'),
        'aws_sqs_queue.dead': await url('dead'),
        'aws_sqs_queue.ordered': await url('ordered.fifo'),
        'aws_sqs_queue_policy.jobs': await url('jobs'),
        'aws_sqs_queue_redrive_policy.jobs': await url('jobs'),
        'aws_sqs_queue_redrive_allow_policy.dead': await url('dead'),
      };
    },
    destroyed: async () => {
      expect((await cloud.call('sqs', 'ListQueues', {})).QueueUrls ?? []).toEqual([]);
    },
  });

  it('makes a queue in the region that it names', async () => {
    await cloud.configure({ aws_sqs_queue: { far: { name: 'far', region: 'eu-west-3' } } });
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    expect((await cloud.call('sqs', 'ListQueues', {}, 'eu-west-3')).QueueUrls).toHaveLength(1);
    expect((await cloud.call('sqs', 'ListQueues', {})).QueueUrls ?? []).toEqual([]);
  });
});
