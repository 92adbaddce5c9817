import { queueDocument } from './queue-document.js';

/** The dead-letter queue of a queue. */
export default queueDocument({
  type: 'aws_sqs_queue_redrive_policy',
  attribute: 'redrive_policy',
  member: 'RedrivePolicy',
});
