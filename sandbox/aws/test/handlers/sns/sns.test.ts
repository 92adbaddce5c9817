import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const allow = (action: string, topic: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: action, Resource: `arn:aws:sns:eu-central-1:210987654321:${topic}` },
    ],
  });

const resources = {
  aws_kms_key: { key: {} },
  aws_sqs_queue: { inbox: { name: 'inbox' }, dead: { name: 'dead' } },
  aws_sns_topic: {
    pager: {
      name: 'pager',
      display_name: 'Pager',
      kms_master_key_id: ref('aws_kms_key.key.arn'),
      tags: { team: 'ops' },
    },
    ordered: { name: 'ordered.fifo', fifo_topic: true, content_based_deduplication: true },
    far: { name: 'far', region: 'us-east-1' },
  },
  aws_sns_topic_policy: { pager: { arn: ref('aws_sns_topic.pager.arn'), policy: allow('sns:Publish', 'pager') } },
  aws_sns_topic_subscription: {
    mail: { topic_arn: ref('aws_sns_topic.pager.arn'), protocol: 'email', endpoint: 'ops@example.com' },
    queue: {
      topic_arn: ref('aws_sns_topic.pager.arn'),
      protocol: 'sqs',
      endpoint: ref('aws_sqs_queue.inbox.arn'),
      raw_message_delivery: true,
      filter_policy: JSON.stringify({ kind: ['alarm'] }),
    },
    far: {
      topic_arn: ref('aws_sns_topic.far.arn'),
      protocol: 'email',
      endpoint: 'far@example.com',
      region: 'us-east-1',
    },
  },
};

const changed = {
  ...resources,
  aws_sns_topic: {
    ...resources.aws_sns_topic,
    pager: { name: 'pager', display_name: 'The pager', tags: { squad: 'ops' } },
  },
  aws_sns_topic_policy: { pager: { arn: ref('aws_sns_topic.pager.arn'), policy: allow('sns:*', 'pager') } },
  aws_sns_topic_subscription: {
    ...resources.aws_sns_topic_subscription,
    queue: {
      topic_arn: ref('aws_sns_topic.pager.arn'),
      protocol: 'sqs',
      endpoint: ref('aws_sqs_queue.inbox.arn'),
      filter_policy: JSON.stringify({ kind: ['alarm', 'budget'] }),
      filter_policy_scope: 'MessageBody',
      redrive_policy: '${jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn })}',
    },
  },
};

const arn = (name: string, region = 'eu-central-1') => `arn:aws:sns:${region}:210987654321:${name}`;

describe('topics', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const { Attributes } = await cloud.call('sns', 'GetTopicAttributes', { TopicArn: arn('pager') });
      expect(Attributes).toMatchObject({ DisplayName: 'Pager', KmsMasterKeyId: expect.stringContaining(':key/') });
      expect((await cloud.call('sns', 'ListTopics', {}, 'us-east-1')).Topics).toEqual([
        { TopicArn: arn('far', 'us-east-1') },
      ]);
      const { arn: SubscriptionArn } = await cloud.attributes('aws_sns_topic_subscription.queue');
      expect((await cloud.call('sns', 'GetSubscriptionAttributes', { SubscriptionArn })).Attributes).toMatchObject({
        RawMessageDelivery: 'true',
        FilterPolicy: JSON.stringify({ kind: ['alarm'] }),
      });
    },
    changed,
    changes: [
      'update aws_sns_topic.pager',
      'update aws_sns_topic_policy.pager',
      'update aws_sns_topic_subscription.queue',
    ],
    updated: async () => {
      const { Attributes } = await cloud.call('sns', 'GetTopicAttributes', { TopicArn: arn('pager') });
      expect(Attributes).toMatchObject({ DisplayName: 'The pager', Policy: allow('sns:*', 'pager') });
      expect(Attributes.KmsMasterKeyId ?? '').toBe('');
      const { Tags } = await cloud.call('sns', 'ListTagsForResource', { ResourceArn: arn('pager') });
      expect(Tags).toHaveLength(2);
    },
    meddle: async () => {
      const set = (AttributeName: string, AttributeValue: string) =>
        cloud.call('sns', 'SetTopicAttributes', { TopicArn: arn('pager'), AttributeName, AttributeValue });
      await set('DisplayName', 'Mine');
      await set('Policy', allow('sns:Subscribe', 'pager'));
      const Tags = [{ Key: 'squad', Value: 'none' }];
      await cloud.call('sns', 'TagResource', { ResourceArn: arn('pager'), Tags });
      const { id } = await cloud.attributes('aws_sns_topic_subscription.queue');
      await cloud.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: id,
        AttributeName: 'RawMessageDelivery',
        AttributeValue: 'true',
      });
      const far = await cloud.attributes('aws_sns_topic_subscription.far');
      await cloud.call('sns', 'Unsubscribe', { SubscriptionArn: far.id }, 'us-east-1');
    },
    drift: {
      'aws_sns_topic.pager': ['display_name', 'tags'],
      'aws_sns_topic_policy.pager': ['policy'],
      'aws_sns_topic_subscription.queue': ['raw_message_delivery'],
      'aws_sns_topic_subscription.far': [],
    },
    imports: async () => {
      const ids = await cloud.ids(changed);
      const far = Object.entries(ids).filter(([address]) => address.endsWith('.far'));
      return { ...ids, ...Object.fromEntries(far.map(([address, id]) => [address, `${id}@us-east-1`])) };
    },
    destroyed: async () => {
      expect((await cloud.call('sns', 'ListTopics', {})).Topics ?? []).toEqual([]);
      expect((await cloud.call('sns', 'ListTopics', {}, 'us-east-1')).Topics ?? []).toEqual([]);
      expect((await cloud.call('sns', 'ListSubscriptions', {})).Subscriptions ?? []).toEqual([]);
    },
  });
});
