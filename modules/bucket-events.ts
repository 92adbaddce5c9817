import { S3BucketNotification } from '@cdktn/provider-aws/lib/s3-bucket-notification/index.js';
import { Construct } from 'constructs';
import type { Queue } from './queue.js';

/** Which objects of a bucket a queue hears of. */
export interface BucketEventTarget {
  /** Unique within the bucket. */
  readonly id: string;
  readonly queue: Queue;
  /** Only objects below this prefix. @default all */
  readonly prefix?: string;
  /** Only objects that end with this. @default all */
  readonly suffix?: string;
}

/** What {@link BucketEvents} are made from. */
export interface BucketEventsProps {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly accountId: string;
  readonly targets: readonly BucketEventTarget[];
}

/** All queues that hear of new objects in one bucket: S3 keeps a single list per bucket, so one construct owns it. */
export class BucketEvents extends Construct {
  constructor(scope: Construct, id: string, props: BucketEventsProps) {
    super(scope, id);
    const { bucketArn, accountId } = props;
    for (const { queue } of props.targets) queue.allowBucketEvents({ bucketArn, accountId });
    new S3BucketNotification(this, 'Default', {
      bucket: props.bucketName,
      eventbridge: false,
      queue: props.targets.map(({ id: targetId, queue, prefix, suffix }) => ({
        id: targetId,
        queueArn: queue.arn,
        events: ['s3:ObjectCreated:*'],
        filterPrefix: prefix || undefined,
        filterSuffix: suffix || undefined,
      })),
      // S3 tries to send when the list is saved.
      dependsOn: props.targets.map(({ queue }) => queue.policy),
    });
  }
}
