import { type Handler, handler } from '../contract.js';

/** One JSON document that hangs on a queue and that Terraform treats as a resource of its own. */
export interface QueueDocumentProps {
  readonly type: string;
  /** Argument that holds the document. */
  readonly attribute: string;
  /** SQS' name of it. */
  readonly member: string;
}

/** Makes the handler of a queue's document; SQS removes a document that is set to nothing. */
export function queueDocument({ type, attribute, member }: QueueDocumentProps): Handler {
  return handler({
    type,
    service: 'sqs',
    id: '{queue_url}',
    create: {
      call: 'SetQueueAttributes',
      send: 'none',
      input: { QueueUrl: '{queue_url}', Attributes: { [member]: `{${attribute}}` } },
    },
    read: {
      call: 'GetQueueAttributes',
      at: `Attributes.${member}`,
      input: (state) => ({ QueueUrl: state.id, AttributeNames: ['All'] }),
      only: [],
      set: (described, state) => ({ queue_url: state.id, [attribute]: String(described) }),
    },
    update: [
      {
        call: 'SetQueueAttributes',
        send: 'none',
        when: [attribute],
        input: { QueueUrl: '{queue_url}', Attributes: { [member]: `{${attribute}}` } },
      },
    ],
    delete: {
      call: 'SetQueueAttributes',
      send: 'none',
      input: { QueueUrl: '{queue_url}', Attributes: { [member]: '' } },
    },
    immutable: ['queue_url'],
    notFound: ['AWS.SimpleQueueService.NonExistentQueue', 'QueueDoesNotExist'],
  });
}
