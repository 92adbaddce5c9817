import type { S3Client } from '@aws-sdk/client-s3';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';

/** The bucket that states are kept in. */
export interface StateBucket {
  readonly name: string;
  readonly region: string;
  /** Account that must own it: a name is anybody's who takes it first. */
  readonly accountId: string;
}

/**
 * Whether the bucket is there and ours.
 *
 * @throws BacklotError `StateBucketForbidden` (exit code 4) when it is someone else's, in another region, or we may not look.
 */
export async function stateBucketExists(client: S3Client, bucket: StateBucket): Promise<boolean> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket.name, ExpectedBucketOwner: bucket.accountId }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status !== 403 && status !== 301) throw error;
    throw forbidden(bucket, status, error);
  }
}

function forbidden({ name, region, accountId }: StateBucket, status: 301 | 403, cause: unknown): BacklotError {
  const reason =
    status === 301
      ? `it is in another region than ${region}`
      : `it belongs to another account than ${accountId}, or the credentials may not look at it`;
  return new BacklotError({
    code: 'StateBucketForbidden',
    message: `the state bucket '${name}' cannot be used: AWS answers ${status}, ${reason}`,
    exitCode: 4,
    hints: ["if somebody else has taken the name, change 'platform' of the environment: it is part of the name"],
    actions: [shell`aws s3api head-bucket --bucket ${name} --expected-bucket-owner ${accountId}`],
    details: { bucket: name, region },
    cause,
  });
}

/** The error for a name that another account took before us. */
export function takenStateBucket({ name, region, accountId }: StateBucket, cause: unknown): BacklotError {
  return new BacklotError({
    code: 'StateBucketTaken',
    message: `the state bucket '${name}' cannot be made in account ${accountId}: another account has a bucket of this name`,
    hints: ["change 'platform' of the environment: it is part of the name"],
    details: { bucket: name, region },
    cause,
  });
}

/** The error for a real environment without its bucket; it says how to make one. */
export function missingStateBucket(
  { name, region }: Pick<StateBucket, 'name' | 'region'>,
  environment: string,
): BacklotError {
  return new BacklotError({
    code: 'NoStateBucket',
    message: `the state bucket '${name}' does not exist in ${region}: environment '${environment}' was never bootstrapped`,
    actions: [`backlot bootstrap ${environment}`],
    details: { bucket: name, region },
  });
}
