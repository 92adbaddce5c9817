import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type BatchResult, notifyProviders, type QueueEvent } from './notify-provider.js';

const client = new SNSClient({});
const topics = JSON.parse(process.env.TOPICS ?? '{}') as Record<string, string>;
const prefix = process.env.PREFIX ?? 'providers/';

/** Called by Lambda with messages of the dead-letter queues. */
export async function handler(event: QueueEvent): Promise<BatchResult> {
  return notifyProviders(event, {
    topics,
    prefix,
    publish: async (topicArn, { subject, message }, correlationId) => {
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          Message: message,
          MessageStructure: 'json',
          MessageAttributes: { correlationId: { DataType: 'String', StringValue: correlationId } },
        }),
      );
    },
    // Lambda writes objects as JSON lines, with time, level and request id.
    log: (level, message, fields) => console[level]({ message, ...fields }),
  });
}
