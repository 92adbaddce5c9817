import type { S3Client } from '@aws-sdk/client-s3';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** The bucket that states are kept in. */
export interface StateBucket {
  readonly name: string;
  readonly region: string;
}

/**
 * Whether the bucket is there and ours.
 *
 * @throws BacklotError `StateBucketForbidden` when it is someone else's or we may not look.
 */
export async function stateBucketExists(client: S3Client, { name }: StateBucket): Promise<boolean> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }));
    return true;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404) return false;
    if (status !== 403 && status !== 301) throw error;
    throw new BacklotError({
      code: 'StateBucketForbidden',
      message: `the state bucket '${name}' cannot be used: AWS answers ${status}${status === 301 ? ', it is in another region' : ', access is denied'}`,
      exitCode: 4,
      actions: [`aws s3api head-bucket --bucket ${name}`],
      cause: error,
    });
  }
}

/** Makes the bucket, versioned so that every state can be had back. */
export async function createStateBucket(client: S3Client, { name, region }: StateBucket): Promise<void> {
  const { CreateBucketCommand, PutBucketVersioningCommand } = await import('@aws-sdk/client-s3');
  // us-east-1 is the region that may not be named: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  const constraint =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
  await client.send(new CreateBucketCommand({ Bucket: name, ...constraint })).catch((error: unknown) => {
    // Another command may have made it in the meantime.
    if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
  });
  await client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }));
}

/** The error for a real environment without its bucket; it says how to make one. */
export function missingStateBucket({ name, region }: StateBucket): BacklotError {
  const constraint = region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`;
  return new BacklotError({
    code: 'NoStateBucket',
    message: `the state bucket '${name}' does not exist in ${region}`,
    actions: [
      `aws s3api create-bucket --bucket ${name} --region ${region}${constraint}`,
      `aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`,
      `aws s3api put-public-access-block --bucket ${name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    ],
    details: { bucket: name, region },
  });
}
