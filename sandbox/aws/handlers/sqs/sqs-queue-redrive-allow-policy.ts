import { queueDocument } from './queue-document.js';

/** The list of queues that may use it for dead letters of a queue. */
export default queueDocument({
  type: 'aws_sqs_queue_redrive_allow_policy',
  attribute: 'redrive_allow_policy',
  member: 'RedriveAllowPolicy',
});
