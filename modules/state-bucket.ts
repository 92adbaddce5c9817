import type { KmsKey } from '@cdktn/provider-aws/lib/kms-key/index.js';
import type { S3Bucket } from '@cdktn/provider-aws/lib/s3-bucket/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { EncryptionKey } from './encryption-key.js';
import { PrivateBucket } from './private-bucket.js';
import { STATE_HISTORY, STATE_KEY_WINDOW } from './state-retention.js';
import { writeOnce } from './write-once.js';

/** What a {@link StateBucket} is made from. */
export interface StateBucketProps {
  readonly bucketName: string;
  /** Name of its key behind `alias/`. */
  readonly alias: string;
  /** What the key protects; shown in the console. */
  readonly description: string;
  readonly location: AwsLocation;
  /** Folders whose objects are written once and never over. */
  readonly writeOnce: readonly string[];
  /** Where requests are logged; the prefix ends with a slash. */
  readonly accessLogs: { readonly bucketName: string; readonly prefix: string };
}

/**
 * The bucket that holds the states, and with them the lock, the releases and their archives, under a key of its own.
 *
 * It exists before any state does, so it is imported rather than made, and it outlives the stack that declares it: no
 * apply may delete it.
 */
export class StateBucket extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { bucketName, alias, description, location, accessLogs } = props;
    const key = new EncryptionKey(this, 'key', { alias, description, location, deletionWindow: STATE_KEY_WINDOW });
    const bucket = new PrivateBucket(this, 'Default', {
      bucketName,
      encryption: { keyArn: key.arn },
      expireNoncurrent: STATE_HISTORY,
      accessLogs,
    });
    bucket.addStatement(writeOnce(bucket.arn, props.writeOnce));
    // An import does not bring what only Terraform knows; it would show as a change.
    (key.node.defaultChild as KmsKey).lifecycle = {
      preventDestroy: true,
      ignoreChanges: ['deletion_window_in_days', 'bypass_policy_lockout_safety_check'],
    };
    (bucket.node.defaultChild as S3Bucket).lifecycle = { preventDestroy: true, ignoreChanges: ['force_destroy'] };
    this.arn = bucket.arn;
  }
}
