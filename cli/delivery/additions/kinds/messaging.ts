import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Attachments, Look } from '../attachments.js';
import { keeping, single } from '../attachments.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { arnVerdict } from './stranger.js';

/** Who gets what a topic sends. */
const subscriptions: Look = {
  what: 'subscriptions',
  asks: ['sns:ListSubscriptionsByTopic'],
  find: async ({ values: { arn } }, { ask, ours, accountId }) => {
    const answer = await ask('sns:ListSubscriptionsByTopic', { TopicArn: arn });
    const all: { SubscriptionArn: string; Protocol: string; Endpoint: string }[] = answer?.Subscriptions ?? [];
    return all
      .filter(
        ({ SubscriptionArn, Protocol: protocol, Endpoint: endpoint }) =>
          !ours.has('aws_sns_topic_subscription', { topic_arn: arn, protocol, endpoint }) &&
          !ours.has('aws_sns_topic_subscription', { arn: SubscriptionArn }),
      )
      .map(({ SubscriptionArn, Protocol, Endpoint }) => ({
        what: 'subscription',
        name: `${Protocol} ${Endpoint}`,
        ...arnVerdict(Endpoint, accountId, 'gets all that the topic sends'),
        remove: shell`aws sns unsubscribe --subscription-arn ${SubscriptionArn}`,
      }));
  },
};

const topicPolicy = single({
  what: 'policy',
  ask: 'sns:GetTopicAttributes',
  input: ({ arn }) => ({ TopicArn: arn }),
  declaredBy: ['aws_sns_topic_policy', 'arn'],
  there: ({ Attributes: { Policy } = {} }) => (Policy && statementsAdded(Policy) ? Policy : undefined),
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ arn }) =>
    shell`aws sns set-topic-attributes --topic-arn ${arn} --attribute-name Policy --attribute-value ${bornWith(arn)}`,
});

const BORN = '__default_statement_ID';

/** Whether there is more in it than a topic is born with. */
function statementsAdded(policy: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: { Sid?: string }[] };
  return [Statement].flat().some(({ Sid }) => Sid !== BORN);
}

/** The policy that SNS makes a topic with, for its own account; a topic is never without one. */
function bornWith(arn: string): string {
  const verbs = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'];
  const Action = [...verbs, 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map((verb) => `SNS:${verb}`);
  const Condition = { StringEquals: { 'AWS:SourceOwner': arn.split(':')[4] } };
  const Statement = [{ Sid: BORN, Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: arn, Condition }];
  return JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement });
}
const queuePolicy = single({
  what: 'policy',
  ask: 'sqs:GetQueueAttributes',
  input: ({ url, id }) => ({ QueueUrl: url ?? id, AttributeNames: ['Policy'] }),
  declaredBy: ['aws_sqs_queue_policy', 'queue_url'],
  there: ({ Attributes }) => Attributes?.Policy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ url, id }) => shell`aws sqs set-queue-attributes --queue-url ${url ?? id} --attributes Policy=`,
});

/** Functions that take messages out of a queue. */
const consumers: Look = {
  what: 'consuming functions',
  asks: ['lambda:ListEventSourceMappings'],
  find: async ({ values: { arn } }, { ask, ours }) => {
    const answer = await ask('lambda:ListEventSourceMappings', { EventSourceArn: arn });
    const mappings: { UUID: string; FunctionArn: string }[] = answer?.EventSourceMappings ?? [];
    return mappings
      .filter(({ UUID }) => !ours.has('aws_lambda_event_source_mapping', { uuid: UUID }))
      .map(({ UUID, FunctionArn }) => ({
        what: 'event source mapping',
        name: FunctionArn.slice(FunctionArn.lastIndexOf(':') + 1),
        severity: 'high',
        says: 'takes messages out of the queue',
        remove: shell`aws lambda delete-event-source-mapping --uuid ${UUID}`,
      }));
  },
};

/** Targets that a rule of ours calls. */
const ruleTargets: Look = {
  what: 'targets',
  asks: ['eventbridge:ListTargetsByRule'],
  find: async ({ values: { name: rule, event_bus_name: bus } }, { ask, ours, accountId }) => {
    const input = { Rule: rule, ...(bus && bus !== 'default' ? { EventBusName: bus } : {}) };
    const targets: { Id: string; Arn: string }[] = (await ask('eventbridge:ListTargetsByRule', input))?.Targets ?? [];
    return targets
      .filter(({ Id }) => !ours.has('aws_cloudwatch_event_target', { rule, target_id: Id }))
      .map(({ Id, Arn }) => ({
        what: 'target',
        name: `${Id} ${Arn}`,
        ...arnVerdict(Arn, accountId, 'gets every event of the rule'),
        remove: shell`aws events remove-targets --rule ${rule} ${input.EventBusName ? ['--event-bus-name', bus] : []} --ids ${Id}`,
      }));
  },
};

/** What can be attached to topics, queues and rules. */
export const messagingAttachments: Readonly<Record<string, Attachments>> = {
  aws_sns_topic: [subscriptions, topicPolicy],
  aws_sqs_queue: [queuePolicy, consumers],
  // DeleteRule refuses while it has targets.
  aws_cloudwatch_event_rule: [keeping(ruleTargets)],
};
