import type { S3BucketLifecycleConfigurationRule } from '@cdktn/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js';
import { BacklotError } from './values/backlot-error.js';
import type { Duration } from './values/duration.js';

/** How objects of a bucket age. */
export interface BucketLifecycle {
  /** Age at which objects are removed. @default never */
  readonly expire?: Duration | undefined;
  /** Age at which objects move to Glacier Instant Retrieval. @default never */
  readonly coldAfter?: Duration | undefined;
  /** Age, since they were replaced, at which old versions are removed. */
  readonly expireNoncurrent: Duration;
}

/** Days after which an upload that was never finished is cleared. */
export const UNFINISHED_UPLOAD_DAYS = 7;

/**
 * The one lifecycle rule of a bucket; it also clears uploads that were never finished, which nobody sees but pays for.
 *
 * @throws BacklotError `InvalidLifecycle` when objects would be removed before they get cold.
 */
export function bucketLifecycleRule(lifecycle: BucketLifecycle): S3BucketLifecycleConfigurationRule {
  const { expire, coldAfter, expireNoncurrent } = lifecycle;
  if (expire && coldAfter && coldAfter.toSeconds() >= expire.toSeconds()) {
    throw new BacklotError({
      code: 'InvalidLifecycle',
      message: `objects cannot get cold after ${coldAfter} when they are removed after ${expire}`,
      exitCode: 3,
    });
  }
  return {
    id: 'age',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_UPLOAD_DAYS }],
    noncurrentVersionExpiration: [{ noncurrentDays: expireNoncurrent.toDays() }],
    expiration: expire && [{ days: expire.toDays() }],
    transition: coldAfter && [{ days: coldAfter.toDays(), storageClass: 'GLACIER_IR' }],
  };
}
