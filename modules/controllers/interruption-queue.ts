import { CloudwatchEventRule } from '@cdktn/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktn/provider-aws/lib/cloudwatch-event-target/index.js';
import { SqsQueue } from '@cdktn/provider-aws/lib/sqs-queue/index.js';
import { SqsQueuePolicy } from '@cdktn/provider-aws/lib/sqs-queue-policy/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from '../aws-location.js';
import { policyDocument } from '../policy-document.js';
import { Duration } from '../values/duration.js';

/** What an {@link InterruptionQueue} is made from. */
export interface InterruptionQueueProps {
  /** Of the queue and the rule. */
  readonly name: string;
  readonly location: AwsLocation;
  /** Key that must let `events.amazonaws.com` use it. */
  readonly keyArn: string;
}

/** An instance that is about to go is gone in two minutes: older news helps nobody. */
const RETENTION = Duration.minutes(5);

/**
 * Tells of instances that are about to be taken away or that stop, so that their pods move in time.
 * https://karpenter.sh/docs/concepts/disruption/#interruption
 */
export class InterruptionQueue extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: InterruptionQueueProps) {
    super(scope, id);
    const { name, location, keyArn } = props;
    const queue = new SqsQueue(this, 'Default', {
      name,
      kmsMasterKeyId: keyArn,
      messageRetentionSeconds: RETENTION.toSeconds(),
    });
    this.arn = queue.arn;
    this.name = queue.name;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name,
      description: 'Instances that are taken away or stop',
      eventPattern: JSON.stringify(PATTERN),
    });
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
        {
          sid: 'Events',
          principal: { Service: 'events.amazonaws.com' },
          actions: ['sqs:SendMessage'],
          resources: [queue.arn],
          conditions: {
            ArnEquals: { 'aws:SourceArn': rule.arn },
            StringEquals: { 'aws:SourceAccount': location.accountId },
          },
        },
      ]),
    });
    new CloudwatchEventTarget(this, 'target', { rule: rule.name, targetId: 'queue', arn: queue.arn });
  }
}

const PATTERN = {
  source: ['aws.ec2', 'aws.health'],
  'detail-type': [
    'AWS Health Event',
    'EC2 Capacity Reservation Instance Interruption Warning',
    'EC2 Instance Rebalance Recommendation',
    'EC2 Instance State-change Notification',
    'EC2 Spot Instance Interruption Warning',
  ],
};
