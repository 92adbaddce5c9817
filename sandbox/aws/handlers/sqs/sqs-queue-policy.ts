import { queueDocument } from './queue-document.js';

/** The access policy of a queue. */
export default queueDocument({ type: 'aws_sqs_queue_policy', attribute: 'policy', member: 'Policy' });
