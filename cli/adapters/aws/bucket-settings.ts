import { isDeepStrictEqual } from 'node:util';
import type { S3Client } from '@aws-sdk/client-s3';
import type { StateBucketSpec } from '../../../stacks/state-bucket-spec.js';

/** One setting of the bucket that stands for itself. */
export interface BucketSettingsPart {
  /** Type of the Terraform resource that it is. */
  readonly type: string;
  /** What is written names the key. */
  readonly dependsOnKey: boolean;
  look(): Promise<'exists' | 'missing' | 'different'>;
  write(): Promise<void>;
}

/** What S3 answers where a setting was never made. */
const NEVER_MADE = new Set([
  'ObjectLockConfigurationNotFoundError',
  'NoSuchBucketPolicy',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'OwnershipControlsNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

/** The settings of the state bucket, in the order in which they protect: closed first, then encrypted, then aged. */
export async function bucketParts(
  client: S3Client,
  spec: StateBucketSpec,
  keyArn: string | undefined,
): Promise<BucketSettingsPart[]> {
  const s3 = await import('@aws-sdk/client-s3');
  const owned = { Bucket: spec.bucket, ExpectedBucketOwner: spec.accountId };
  const part = <T>(
    type: string,
    wanted: T,
    read: () => Promise<T | undefined>,
    put: (wanted: T) => Promise<unknown>,
  ): BucketSettingsPart => ({
    type: `aws_s3_bucket_${type}`,
    dependsOnKey: type === 'server_side_encryption_configuration',
    look: async () => {
      const found = await read().catch((error: unknown) => {
        if (NEVER_MADE.has((error as Error).name)) return undefined;
        throw error;
      });
      if (found === undefined) return 'missing';
      return isDeepStrictEqual(found, wanted) ? 'exists' : 'different';
    },
    write: async () => void (await put(wanted)),
  });
  const closed = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  return [
    part(
      'public_access_block',
      closed,
      async () => {
        const { PublicAccessBlockConfiguration: found } = await client.send(new s3.GetPublicAccessBlockCommand(owned));
        return found && { ...NOTHING_BLOCKED, ...found };
      },
      (wanted) => client.send(new s3.PutPublicAccessBlockCommand({ ...owned, PublicAccessBlockConfiguration: wanted })),
    ),
    part(
      'ownership_controls',
      'BucketOwnerEnforced' as string | undefined,
      async () =>
        (await client.send(new s3.GetBucketOwnershipControlsCommand(owned))).OwnershipControls?.Rules?.[0]
          ?.ObjectOwnership,
      () =>
        client.send(
          new s3.PutBucketOwnershipControlsCommand({
            ...owned,
            OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          }),
        ),
    ),
    part(
      'policy',
      JSON.parse(spec.bucketPolicy) as unknown,
      async () => {
        const { Policy } = await client.send(new s3.GetBucketPolicyCommand(owned));
        return Policy === undefined ? undefined : (JSON.parse(Policy) as unknown);
      },
      () => client.send(new s3.PutBucketPolicyCommand({ ...owned, Policy: spec.bucketPolicy })),
    ),
    part(
      'server_side_encryption_configuration',
      { algorithm: 'aws:kms', key: keyArn, bucketKey: true } as Encryption,
      async () => {
        const answer = await client.send(new s3.GetBucketEncryptionCommand(owned));
        const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0];
        const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
        return rule && { algorithm, key, bucketKey: rule.BucketKeyEnabled };
      },
      () =>
        client.send(
          new s3.PutBucketEncryptionCommand({
            ...owned,
            ServerSideEncryptionConfiguration: {
              Rules: [
                {
                  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
                  BucketKeyEnabled: true,
                },
              ],
            },
          }),
        ),
    ),
    part(
      'versioning',
      'Enabled' as string | undefined,
      async () => (await client.send(new s3.GetBucketVersioningCommand(owned))).Status,
      () =>
        client.send(new s3.PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: 'Enabled' } })),
    ),
    part(
      'lifecycle_configuration',
      [{ status: 'Enabled', history: spec.historyDays, uploads: spec.uploadDays }] as readonly Aging[],
      async () =>
        (await client.send(new s3.GetBucketLifecycleConfigurationCommand(owned))).Rules?.map((rule) => ({
          status: rule.Status,
          history: rule.NoncurrentVersionExpiration?.NoncurrentDays,
          uploads: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        })),
      () =>
        client.send(
          new s3.PutBucketLifecycleConfigurationCommand({
            ...owned,
            LifecycleConfiguration: {
              Rules: [
                {
                  ID: 'age',
                  Status: 'Enabled',
                  Filter: { Prefix: '' },
                  NoncurrentVersionExpiration: { NoncurrentDays: spec.historyDays },
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: spec.uploadDays },
                },
              ],
            },
          }),
        ),
    ),
    ...(spec.objectLock
      ? [
          part(
            'object_lock_configuration',
            { enabled: 'Enabled', byDefault: undefined } as Lock,
            async () => {
              const { ObjectLockConfiguration: found } = await client.send(
                new s3.GetObjectLockConfigurationCommand(owned),
              );
              return found && { enabled: found.ObjectLockEnabled, byDefault: found.Rule?.DefaultRetention };
            },
            // Without a rule: a default would keep every state and every lock, too. Versioning, which it needs, is on by now.
            // An existing bucket takes it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
            () =>
              client.send(
                new s3.PutObjectLockConfigurationCommand({
                  ...owned,
                  ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
                }),
              ),
          ),
        ]
      : []),
  ];
}

/** Members that S3 leaves out where they are false. */
const NOTHING_BLOCKED = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

interface Encryption {
  readonly algorithm?: string | undefined;
  readonly key?: string | undefined;
  readonly bucketKey?: boolean | undefined;
}

interface Lock {
  readonly enabled?: string | undefined;
  readonly byDefault?: unknown;
}

interface Aging {
  readonly status?: string | undefined;
  readonly history?: number | undefined;
  readonly uploads?: number | undefined;
}
