import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktn/provider-aws/lib/sqs-queue-policy/index.js';
import { SqsQueueRedriveAllowPolicy } from '@cdktn/provider-aws/lib/sqs-queue-redrive-allow-policy/index.js';
import { SqsQueueRedrivePolicy } from '@cdktn/provider-aws/lib/sqs-queue-redrive-policy/index.js';
import { Lazy } from 'cdktn';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** What a {@link Queue} is made from. */
export interface QueueProps {
  readonly name: string;
  readonly keyArn: string;
  /** How long a consumer has before a message is seen again: up to 12 hours. */
  readonly visibilityTimeout: Duration;
  /** How long messages are kept: a minute to 14 days. */
  readonly retention: Duration;
  /** Receives before a message becomes a dead letter. */
  readonly maxReceives: number;
  /** How long dead letters are kept. @default 14 days, the longest */
  readonly deadLetterRetention?: Duration;
}

const LONGEST_RETENTION = Duration.days(14);
const LONGEST_VISIBILITY = Duration.hours(12);

/** A function that reads dead letters runs up to 30 s, and Lambda asks for six times that. */
const SHORTEST_DEAD_LETTER_VISIBILITY = Duration.minutes(3);

/** Consumers wait this long for a message: the longest that SQS offers, for the fewest empty answers. */
const LONG_POLL = Duration.seconds(20);

/**
 * A queue with its dead-letter queue: both encrypted, both TLS only, the second open to the first alone.
 *
 * @throws BacklotError `InvalidQueue` when a time is outside what SQS takes.
 */
export class Queue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly deadLetterArn: string;
  readonly deadLetterUrl: string;
  readonly deadLetterName: string;
  /** For senders that check, when they are set up, whether they may send. */
  readonly policy: SqsQueuePolicy;
  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    const { deadLetterRetention = LONGEST_RETENTION } = props;
    validate(props, deadLetterRetention);
    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: `${props.name}-dead-letters`,
      messageRetentionSeconds: deadLetterRetention.toSeconds(),
      visibilityTimeoutSeconds: Math.max(
        props.visibilityTimeout.toSeconds(),
        SHORTEST_DEAD_LETTER_VISIBILITY.toSeconds(),
      ),
      receiveWaitTimeSeconds: LONG_POLL.toSeconds(),
      kmsMasterKeyId: props.keyArn,
    });
    const queue = new SqsQueue(this, 'Default', {
      name: props.name,
      messageRetentionSeconds: props.retention.toSeconds(),
      visibilityTimeoutSeconds: props.visibilityTimeout.toSeconds(),
      receiveWaitTimeSeconds: LONG_POLL.toSeconds(),
      kmsMasterKeyId: props.keyArn,
    });
    this.arn = queue.arn;
    this.url = queue.url;
    this.name = props.name;
    this.deadLetterArn = deadLetters.arn;
    this.deadLetterUrl = deadLetters.url;
    this.deadLetterName = `${props.name}-dead-letters`;
    new SqsQueueRedriveAllowPolicy(this, 'redrive-allow', {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
    });
    new SqsQueueRedrivePolicy(this, 'redrive', {
      queueUrl: queue.url,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: props.maxReceives }),
    });
    new SqsQueuePolicy(this, 'dead-letter-policy', {
      queueUrl: deadLetters.url,
      policy: policyDocument([tlsOnly(deadLetters.arn)]),
    });
    this.policy = new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: Lazy.stringValue({ produce: () => policyDocument([tlsOnly(queue.arn), ...this.statements]) }),
    });
  }

  /** Lets S3 send the events of one bucket of the account. */
  allowBucketEvents(options: { readonly bucketArn: string; readonly accountId: string }): void {
    this.statements.push({
      sid: 'BucketEvents',
      principal: { Service: 's3.amazonaws.com' },
      actions: ['sqs:SendMessage'],
      resources: [this.arn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': options.bucketArn },
        StringEquals: { 'aws:SourceAccount': options.accountId },
      },
    });
  }
}

function validate(props: QueueProps, deadLetterRetention: Duration): void {
  const invalid = (message: string) =>
    new BacklotError({ code: 'InvalidQueue', message: `queue '${props.name}': ${message}`, exitCode: 3 });
  if (props.visibilityTimeout.toSeconds() > LONGEST_VISIBILITY.toSeconds()) {
    throw invalid(`the visibility timeout may be ${LONGEST_VISIBILITY} at most, not ${props.visibilityTimeout}`);
  }
  for (const retention of [props.retention, deadLetterRetention]) {
    if (retention.toSeconds() < 60 || retention.toSeconds() > LONGEST_RETENTION.toSeconds()) {
      throw invalid(`messages may be kept 1m to ${LONGEST_RETENTION}, not ${retention}`);
    }
  }
}

function tlsOnly(queueArn: string): PolicyStatement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['sqs:*'],
    resources: [queueArn],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
