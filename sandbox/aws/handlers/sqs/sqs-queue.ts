import { handler } from '../contract.js';
import { fromQueueAttributes, settings, toQueueAttributes } from './queue-attributes.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export default handler({
  type: 'aws_sqs_queue',
  service: 'sqs',
  created: { id: 'QueueUrl' },
  key: { QueueUrl: '{id}' },
  create: {
    call: 'CreateQueue',
    send: 'none',
    input: (state) => ({ QueueName: state.name, Attributes: toQueueAttributes(state) }),
  },
  read: {
    call: 'GetQueueAttributes',
    at: 'Attributes',
    input: { AttributeNames: ['All'] },
    only: [],
    set: (described, state) => ({
      ...fromQueueAttributes(described),
      arn: described.QueueArn,
      name: String(described.QueueArn).split(':').at(-1),
      url: state.id,
    }),
  },
  update: [
    {
      when: settings.filter((name) => name !== 'fifo_queue'),
      run: async (state, { call, changed }) => {
        await call('SetQueueAttributes', { QueueUrl: state.id, Attributes: toQueueAttributes(state, changed) });
      },
    },
  ],
  delete: { call: 'DeleteQueue' },
  immutable: ['name', 'name_prefix', 'fifo_queue'],
  optionalComputed: ['kms_master_key_id'],
  defaults: {
    content_based_deduplication: false,
    delay_seconds: 0,
    fifo_queue: false,
    max_message_size: 262_144,
    message_retention_seconds: 345_600,
    receive_wait_time_seconds: 0,
    visibility_timeout_seconds: 30,
  },
  notFound: ['AWS.SimpleQueueService.NonExistentQueue', 'QueueDoesNotExist'],
});
