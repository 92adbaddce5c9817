import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const deny = (action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: action, Resource: 'arn:aws:s3:::the-media/*' }],
  });

const media = { bucket: ref('aws_s3_bucket.media.bucket') };

const lifecycle = (days: number) => ({
  ...media,
  rule: [
    {
      id: 'age',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { days },
      noncurrent_version_expiration: { noncurrent_days: 30 },
      abort_incomplete_multipart_upload: { days_after_initiation: 7 },
      transition: [{ days: 90, storage_class: 'GLACIER_IR' }],
    },
    {
      id: 'raw',
      status: 'Disabled',
      filter: { and: { prefix: 'raw/', tags: { kind: 'raw' } } },
      expiration: { days: 3 },
    },
  ],
});

const resources = {
  aws_sqs_queue: { events: { name: 'events' } },
  aws_kms_key: { key: {} },
  aws_s3_bucket: {
    media: { bucket: 'the-media', force_destroy: true, tags: { team: 'media' } },
    logs: { bucket: 'the-logs', force_destroy: true },
    generated: { bucket_prefix: 'made-', region: 'eu-west-3' },
  },
  aws_s3_bucket_versioning: { media: { ...media, versioning_configuration: { status: 'Enabled' } } },
  aws_s3_bucket_server_side_encryption_configuration: {
    media: {
      ...media,
      rule: {
        bucket_key_enabled: true,
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: ref('aws_kms_key.key.arn'),
        },
      },
    },
    logs: {
      bucket: ref('aws_s3_bucket.logs.bucket'),
      rule: { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    },
  },
  aws_s3_bucket_public_access_block: {
    media: {
      ...media,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
  aws_s3_bucket_ownership_controls: { media: { ...media, rule: { object_ownership: 'BucketOwnerEnforced' } } },
  aws_s3_bucket_policy: { media: { ...media, policy: deny('s3:DeleteObject') } },
  aws_s3_bucket_lifecycle_configuration: { media: lifecycle(400) },
  aws_s3_bucket_logging: {
    media: { ...media, target_bucket: ref('aws_s3_bucket.logs.bucket'), target_prefix: 's3/media/' },
  },
  aws_s3_bucket_cors_configuration: {
    media: {
      ...media,
      cors_rule: [
        {
          allowed_headers: ['*'],
          allowed_methods: ['GET', 'HEAD', 'PUT', 'POST'],
          allowed_origins: ['https://studio.example'],
          expose_headers: ['ETag'],
          max_age_seconds: 3600,
        },
      ],
    },
  },
  aws_s3_bucket_notification: {
    media: {
      ...media,
      eventbridge: false,
      queue: [
        {
          id: 'ingest',
          queue_arn: ref('aws_sqs_queue.events.arn'),
          events: ['s3:ObjectCreated:*'],
          filter_prefix: 'in/',
        },
      ],
    },
  },
};

const changed = {
  ...resources,
  aws_s3_bucket: { ...resources.aws_s3_bucket, media: { ...resources.aws_s3_bucket.media, tags: { squad: 'media' } } },
  aws_s3_bucket_server_side_encryption_configuration: {
    ...resources.aws_s3_bucket_server_side_encryption_configuration,
    media: { ...media, rule: { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } } },
  },
  aws_s3_bucket_public_access_block: { media: { ...media, block_public_acls: true, restrict_public_buckets: true } },
  aws_s3_bucket_ownership_controls: { media: { ...media, rule: { object_ownership: 'BucketOwnerPreferred' } } },
  aws_s3_bucket_policy: { media: { ...media, policy: deny('s3:*') } },
  aws_s3_bucket_lifecycle_configuration: { media: lifecycle(200) },
  aws_s3_bucket_logging: {
    media: { ...media, target_bucket: ref('aws_s3_bucket.logs.bucket'), target_prefix: 'other/' },
  },
  aws_s3_bucket_cors_configuration: {
    media: {
      ...media,
      cors_rule: [
        { allowed_methods: ['GET'], allowed_origins: ['*'] },
        { id: 'up', allowed_methods: ['PUT'], allowed_origins: ['https://studio.example'] },
      ],
    },
  },
  aws_s3_bucket_notification: {
    media: {
      ...media,
      queue: [
        {
          id: 'ingest',
          queue_arn: ref('aws_sqs_queue.events.arn'),
          events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
          filter_suffix: '.mxf',
        },
      ],
    },
  },
};

const Bucket = 'the-media';

describe('buckets', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      expect(await cloud.call('s3', 'GetBucketVersioning', { Bucket })).toMatchObject({ Status: 'Enabled' });
      const { ServerSideEncryptionConfiguration: encryption } = await cloud.call('s3', 'GetBucketEncryption', {
        Bucket,
      });
      expect(encryption.Rules[0]).toMatchObject({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
        BucketKeyEnabled: true,
      });
      const { Rules } = await cloud.call('s3', 'GetBucketLifecycleConfiguration', { Bucket });
      expect(Rules[0]).toMatchObject({
        ID: 'age',
        Expiration: { Days: 400 },
        Transitions: [{ Days: 90, StorageClass: 'GLACIER_IR' }],
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      });
      expect(Rules[1].Filter.And).toMatchObject({ Prefix: 'raw/', Tags: [{ Key: 'kind', Value: 'raw' }] });
      expect(
        (await cloud.call('s3', 'GetBucketNotificationConfiguration', { Bucket })).QueueConfigurations,
      ).toHaveLength(1);
      const generated = await cloud.attributes('aws_s3_bucket.generated');
      expect(generated).toMatchObject({ bucket: expect.stringMatching(/^made-\d+/), bucket_region: 'eu-west-3' });
      const { LocationConstraint } = await cloud.call('s3', 'GetBucketLocation', { Bucket: generated.bucket });
      expect(LocationConstraint).toBe('eu-west-3');
      expect(await cloud.attributes('aws_s3_bucket.media')).toMatchObject({
        arn: 'arn:aws:s3:::the-media',
        bucket_regional_domain_name: 'the-media.s3.eu-central-1.amazonaws.com',
      });
    },
    changed,
    changes: [
      'update aws_s3_bucket.media',
      'update aws_s3_bucket_server_side_encryption_configuration.media',
      'update aws_s3_bucket_public_access_block.media',
      'update aws_s3_bucket_ownership_controls.media',
      'update aws_s3_bucket_policy.media',
      'update aws_s3_bucket_lifecycle_configuration.media',
      'update aws_s3_bucket_logging.media',
      'update aws_s3_bucket_cors_configuration.media',
      'update aws_s3_bucket_notification.media',
    ],
    updated: async () => {
      const { PublicAccessBlockConfiguration } = await cloud.call('s3', 'GetPublicAccessBlock', { Bucket });
      expect(PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: false });
      const { TagSet } = await cloud.call('s3', 'GetBucketTagging', { Bucket });
      expect(TagSet).toHaveLength(2);
      expect((await cloud.call('s3', 'GetBucketCors', { Bucket })).CORSRules).toHaveLength(2);
    },
    meddle: async () => {
      const call = (operation: string, input: object) => cloud.call('s3', operation, { Bucket, ...input });
      await call('PutBucketVersioning', { VersioningConfiguration: { Status: 'Suspended' } });
      await call('PutBucketTagging', { Tagging: { TagSet: [{ Key: 'squad', Value: 'other' }] } });
      await call('DeletePublicAccessBlock', {});
      await call('PutBucketPolicy', { Policy: deny('s3:GetObject') });
      await call('DeleteBucketLifecycle', {});
      await call('PutBucketLogging', { BucketLoggingStatus: {} });
      await call('PutBucketEncryption', {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
        },
      });
      await call('PutBucketOwnershipControls', { OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } });
      await call('PutBucketCors', {
        CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
      });
      await call('PutBucketNotificationConfiguration', { NotificationConfiguration: {} });
    },
    drift: {
      'aws_s3_bucket.media': ['tags'],
      'aws_s3_bucket_versioning.media': ['versioning_configuration'],
      'aws_s3_bucket_server_side_encryption_configuration.media': ['rule'],
      'aws_s3_bucket_public_access_block.media': [],
      'aws_s3_bucket_ownership_controls.media': ['rule'],
      'aws_s3_bucket_policy.media': ['policy'],
      'aws_s3_bucket_lifecycle_configuration.media': [],
      'aws_s3_bucket_logging.media': [],
      'aws_s3_bucket_cors_configuration.media': ['cors_rule'],
      'aws_s3_bucket_notification.media': ['queue'],
    },
    imports: async () => {
      const ids = await cloud.ids(changed);
      return { ...ids, 'aws_s3_bucket.generated': `${ids['aws_s3_bucket.generated']}@eu-west-3` };
    },
    unknownToImport: {
      'aws_s3_bucket.generated': ['bucket_prefix'],
      'aws_s3_bucket.media': ['force_destroy'],
      'aws_s3_bucket.logs': ['force_destroy'],
    },
    destroyed: async () => {
      expect((await cloud.call('s3', 'ListBuckets', {})).Buckets ?? []).toEqual([]);
    },
  });

  it('deletes a bucket with everything in it only when told so', async () => {
    const buckets = (force_destroy: boolean) => ({
      aws_s3_bucket: { full: { bucket: 'full', force_destroy } },
      aws_s3_bucket_versioning: {
        full: { bucket: ref('aws_s3_bucket.full.id'), versioning_configuration: { status: 'Enabled' } },
      },
    });
    await cloud.configure(buckets(false));
    await cloud.apply();
    for (const Key of ['a', 'a', 'b']) await cloud.call('s3', 'PutObject', { Bucket: 'full', Key, Body: 'text' });
    await cloud.call('s3', 'DeleteObject', { Bucket: 'full', Key: 'b' });
    await expect(cloud.destroy()).rejects.toThrow(/BucketNotEmpty/);
    await cloud.configure(buckets(true));
    await cloud.apply();
    await cloud.destroy();
    expect((await cloud.call('s3', 'ListBuckets', {})).Buckets ?? []).toEqual([]);
  });
});
