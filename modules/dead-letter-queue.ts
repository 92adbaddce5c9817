import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktn/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import { policyDocument } from './policy-document.js';
import { Duration } from './values/duration.js';

/** What a {@link DeadLetterQueue} is made from. */
export interface DeadLetterQueueProps {
  readonly name: string;
  readonly keyArn: string;
}

/** Where events of a function end that no run could handle: kept for 14 days, as long as SQS does. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id);
    const queue = new SqsQueue(this, 'Default', {
      name: props.name,
      kmsMasterKeyId: props.keyArn,
      messageRetentionSeconds: Duration.days(14).toSeconds(),
    });
    this.arn = queue.arn;
    this.name = queue.name;
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          principal: '*',
          actions: ['sqs:*'],
          resources: [queue.arn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
  }
}
