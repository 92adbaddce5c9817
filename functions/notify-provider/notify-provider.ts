import { type Notice, type Publication, REASON, renderNotice } from './notice.js';
import { providerOf, readUploads, type UploadedObject } from './upload-event.js';

/** What Lambda hands over from a queue. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueEvent {
  readonly Records: readonly QueueMessage[];
}

/** One message of a queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: { readonly ApproximateReceiveCount?: string };
  readonly messageAttributes?: { readonly correlationId?: { readonly stringValue?: string } };
}

/** Messages that come again; all others are done. */
export interface BatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** What the function works with. */
export interface NotifierProps {
  /** ARN of each provider's topic. */
  readonly topics: Readonly<Record<string, string>>;
  /** Start of the keys that providers upload to, with the closing slash. */
  readonly prefix: string;
  readonly publish: (topicArn: string, publication: Publication, correlationId: string) => Promise<void>;
  /** Takes one line of the log. */
  readonly log: (level: 'info' | 'error', message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * Tells each provider of its own dead letters. A message that names no known provider, or could not be sent, stays in
 * the queue, where the alarm on its age finds it; the others of its batch are not held up.
 */
export async function notifyProviders(event: QueueEvent, props: NotifierProps): Promise<BatchResult> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const message of event.Records) {
    try {
      await notifyOne(message, props);
    } catch (error) {
      props.log('error', 'dead letter kept', {
        correlationId: correlationIdOf(message),
        messageId: message.messageId,
        error: error instanceof Error ? error.message : String(error),
      });
      batchItemFailures.push({ itemIdentifier: message.messageId });
    }
  }
  return { batchItemFailures };
}

async function notifyOne(message: QueueMessage, props: NotifierProps): Promise<void> {
  // All addressees are found before the first is told: a message that fails comes again as a whole.
  const notices = readUploads(message.body).map((upload) => {
    const notice = noticeOf(upload, message, props.prefix);
    const topicArn = Object.hasOwn(props.topics, notice.provider) ? props.topics[notice.provider] : undefined;
    if (!topicArn) throw new Error(`no provider is named '${notice.provider}'`);
    return { notice, topicArn };
  });
  for (const { notice, topicArn } of notices) {
    await props.publish(topicArn, renderNotice(notice), notice.correlationId);
    props.log('info', 'provider told', {
      correlationId: notice.correlationId,
      messageId: message.messageId,
      provider: notice.provider,
      key: notice.object.key,
    });
  }
}

function noticeOf(upload: UploadedObject, message: QueueMessage, prefix: string): Notice {
  const { requestId, ...object } = upload;
  const provider = providerOf(upload.key, prefix);
  if (!provider) throw new Error(`'${upload.key}' is not below ${prefix}<provider>/`);
  return {
    type: 'upload.rejected',
    version: 1,
    provider,
    object,
    attempts: Number(message.attributes?.ApproximateReceiveCount ?? 1),
    correlationId: correlationIdOf(message) ?? requestId ?? message.messageId,
    reason: REASON,
  };
}

/** The one that the processor passed on, if it did. */
function correlationIdOf(message: QueueMessage): string | undefined {
  return message.messageAttributes?.correlationId?.stringValue;
}
