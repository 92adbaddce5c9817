import { handler } from '../contract.js';
import { attributeCalls, toAttributes } from './attribute-calls.js';

const MEMBERS = {
  delivery_policy: 'DeliveryPolicy',
  filter_policy: 'FilterPolicy',
  filter_policy_scope: 'FilterPolicyScope',
  raw_message_delivery: 'RawMessageDelivery',
  redrive_policy: 'RedrivePolicy',
  subscription_role_arn: 'SubscriptionRoleArn',
};

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export default handler({
  type: 'aws_sns_topic_subscription',
  service: 'sns',
  created: { id: 'SubscriptionArn', arn: 'SubscriptionArn' },
  key: { SubscriptionArn: '{id}' },
  create: {
    call: 'Subscribe',
    send: 'none',
    input: (state) => ({
      TopicArn: state.topic_arn,
      Protocol: state.protocol,
      Endpoint: state.endpoint,
      // The ARN is told at once, also while the subscriber has not confirmed yet.
      ReturnSubscriptionArn: true,
      Attributes: toAttributes(state, MEMBERS),
    }),
  },
  read: {
    call: 'GetSubscriptionAttributes',
    at: 'Attributes',
    only: [],
    set: (described, state) => ({
      arn: state.id,
      topic_arn: described.TopicArn,
      protocol: described.Protocol,
      endpoint: described.Endpoint,
      owner_id: described.Owner,
      confirmation_was_authenticated: described.ConfirmationWasAuthenticated === 'true',
      pending_confirmation: described.PendingConfirmation === 'true',
      raw_message_delivery: described.RawMessageDelivery === 'true',
      filter_policy: described.FilterPolicy || null,
      filter_policy_scope: described.FilterPolicyScope ?? undefined,
      redrive_policy: described.RedrivePolicy || null,
      delivery_policy: described.DeliveryPolicy || null,
      subscription_role_arn: described.SubscriptionRoleArn || null,
    }),
  },
  update: [attributeCalls({ operation: 'SetSubscriptionAttributes', key: 'SubscriptionArn', members: MEMBERS })],
  delete: { call: 'Unsubscribe' },
  immutable: ['topic_arn', 'protocol', 'endpoint'],
  local: ['confirmation_timeout_in_minutes', 'endpoint_auto_confirms'],
  defaults: { confirmation_timeout_in_minutes: 1, endpoint_auto_confirms: false, raw_message_delivery: false },
});
