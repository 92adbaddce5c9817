import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const pattern = (...source: string[]) => JSON.stringify({ source });

const resources = {
  aws_sqs_queue: { news: { name: 'news' }, other: { name: 'other' } },
  aws_cloudwatch_event_rule: {
    news: { name: 'news', description: 'News', event_pattern: pattern('aws.ec2'), tags: { team: 'ops' } },
    nightly: { name: 'nightly', schedule_expression: 'rate(1 day)' },
  },
  aws_cloudwatch_event_target: {
    queue: {
      rule: ref('aws_cloudwatch_event_rule.news.name'),
      target_id: 'queue',
      arn: ref('aws_sqs_queue.news.arn'),
    },
    other: {
      rule: ref('aws_cloudwatch_event_rule.news.name'),
      target_id: 'other',
      arn: ref('aws_sqs_queue.other.arn'),
      input: JSON.stringify({ kind: 'test' }),
    },
  },
};

const changed = {
  ...resources,
  aws_cloudwatch_event_rule: {
    ...resources.aws_cloudwatch_event_rule,
    news: {
      name: 'news',
      description: 'More news',
      event_pattern: pattern('aws.ec2', 'aws.health'),
      tags: { squad: 'ops' },
    },
  },
  aws_cloudwatch_event_target: {
    ...resources.aws_cloudwatch_event_target,
    other: { ...resources.aws_cloudwatch_event_target.other, input: JSON.stringify({ kind: 'other' }) },
  },
};

describe('event rules and targets', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const rule = await cloud.call('eventbridge', 'DescribeRule', { Name: 'news' });
      expect(rule).toMatchObject({ EventPattern: pattern('aws.ec2'), State: 'ENABLED' });
      const { Targets } = await cloud.call('eventbridge', 'ListTargetsByRule', { Rule: 'news' });
      expect(Targets).toHaveLength(2);
    },
    changed,
    changes: ['update aws_cloudwatch_event_rule.news', 'update aws_cloudwatch_event_target.other'],
    updated: async () => {
      const rule = await cloud.call('eventbridge', 'DescribeRule', { Name: 'news' });
      expect(rule).toMatchObject({ Description: 'More news', EventPattern: pattern('aws.ec2', 'aws.health') });
    },
    meddle: async () => {
      await cloud.call('eventbridge', 'DisableRule', { Name: 'news' });
      await cloud.call('eventbridge', 'RemoveTargets', { Rule: 'news', Ids: ['other'] });
    },
    drift: { 'aws_cloudwatch_event_rule.news': ['state'], 'aws_cloudwatch_event_target.other': [] },
    imports: async () => ({
      ...(await cloud.ids(changed)),
      'aws_cloudwatch_event_target.queue': 'default/news/queue',
      'aws_cloudwatch_event_target.other': 'default/news/other',
    }),
    destroyed: async () => {
      expect((await cloud.call('eventbridge', 'ListRules', {})).Rules ?? []).toEqual([]);
    },
  });
});
