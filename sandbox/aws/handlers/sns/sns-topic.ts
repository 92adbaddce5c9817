import { handler } from '../contract.js';
import { attributeCalls, toAttributes } from './attribute-calls.js';

const MEMBERS = {
  content_based_deduplication: 'ContentBasedDeduplication',
  delivery_policy: 'DeliveryPolicy',
  display_name: 'DisplayName',
  fifo_topic: 'FifoTopic',
  kms_master_key_id: 'KmsMasterKeyId',
  policy: 'Policy',
  signature_version: 'SignatureVersion',
  tracing_config: 'TracingConfig',
};

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export default handler({
  type: 'aws_sns_topic',
  service: 'sns',
  created: { id: 'TopicArn', arn: 'TopicArn' },
  key: { TopicArn: '{id}' },
  create: {
    call: 'CreateTopic',
    send: 'none',
    input: (state) => ({ Name: state.name, Attributes: toAttributes(state, MEMBERS) }),
  },
  read: {
    call: 'GetTopicAttributes',
    at: 'Attributes',
    only: [],
    set: (described, state) => ({
      arn: state.id,
      name: String(state.id).split(':').at(-1),
      owner: described.Owner,
      display_name: described.DisplayName || null,
      kms_master_key_id: described.KmsMasterKeyId || null,
      policy: described.Policy,
      fifo_topic: described.FifoTopic === 'true',
      content_based_deduplication: described.ContentBasedDeduplication === 'true',
      delivery_policy: described.DeliveryPolicy || null,
      tracing_config: described.TracingConfig ?? undefined,
      signature_version: described.SignatureVersion ? Number(described.SignatureVersion) : undefined,
    }),
  },
  update: [attributeCalls({ operation: 'SetTopicAttributes', key: 'TopicArn', members: MEMBERS })],
  delete: { call: 'DeleteTopic' },
  immutable: ['name', 'name_prefix', 'fifo_topic'],
  defaults: { content_based_deduplication: false, fifo_topic: false },
});
