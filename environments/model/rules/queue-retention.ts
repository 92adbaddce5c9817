import { Duration } from '../../../modules/values/duration.js';
import type { Rule } from './rule.js';

/**
 * Dead letters are kept longer than messages: SQS counts from the first sending, also in the dead-letter queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export const queueRetention: Rule = ({ messaging }) =>
  Object.entries(messaging?.queues ?? {}).flatMap(([name, { retention, deadLetterRetention }]) => {
    if (Duration.parse(deadLetterRetention).toSeconds() > Duration.parse(retention).toSeconds()) return [];
    const queue = ['messaging', 'queues', name];
    return [
      {
        path: [...queue, 'deadLetterRetention'],
        message: `must be longer than retention ${retention}, not ${deadLetterRetention}`,
        hint: 'SQS counts from when a message was first sent, so it would be gone on arrival',
        related: [[...queue, 'retention']],
      },
    ];
  });
