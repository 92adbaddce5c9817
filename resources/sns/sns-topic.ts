import { shell } from '../../modules/values/shell-quoted.js';
import { type Look, single } from '../attachments.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';
import { arnVerdict } from '../stranger.js';

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

/** What is known of `aws_sns_topic`. */
export default resource({
  type: 'aws_sns_topic',
  beside: [subscriptions, topicPolicy],
  find: async ({ values }, calls) => {
    const { name, region = calls.region } = values;
    if (!name) return [];
    const arn = `arn:${calls.partition}:sns:${region}:${calls.accountId}:${name}`;
    return (await calls.ask('sns:GetTopicAttributes', { TopicArn: arn }, { region })) ? [arn] : [];
  },
});
