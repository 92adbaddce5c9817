import { describe, expect, it } from '@jest/globals';
import { PrivateBucket, type PrivateBucketProps } from '../private-bucket.js';
import { Duration } from '../values/duration.js';
import { SynthesizedModule, statements } from './fixtures/synthesized-module.js';

function synthesize(props: Partial<PrivateBucketProps> = {}, change: (bucket: PrivateBucket) => void = () => {}) {
  return new SynthesizedModule((scope) => {
    const bucket = new PrivateBucket(scope, 'bucket', { bucketName: 'films', encryption: { keyArn: 'key' }, ...props });
    change(bucket);
  });
}

describe('private bucket', () => {
  it('blocks every kind of public access and takes ownership of what is written', () => {
    const stack = synthesize();
    expect(stack.one('aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(stack.one('aws_s3_bucket_ownership_controls').rule).toEqual({ object_ownership: 'BucketOwnerEnforced' });
  });

  it('encrypts with the key and asks it rarely', () => {
    expect(synthesize().one('aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: 'key' },
        bucket_key_enabled: true,
      },
    ]);
  });

  it('falls back to the keys of S3 only where told', () => {
    const { rule } = synthesize({ encryption: 's3-managed' }).one('aws_s3_bucket_server_side_encryption_configuration');
    expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }]);
  });

  it('refuses everything that does not come by TLS', () => {
    const { TlsOnly } = statements(synthesize().one('aws_s3_bucket_policy').policy);
    expect(TlsOnly).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('takes statements after it was made', () => {
    const stack = synthesize({}, (bucket) => {
      bucket.addStatement({ sid: 'Later', principal: { AWS: 'role' }, actions: ['s3:GetObject'], resources: ['x'] });
    });
    expect(Object.keys(statements(stack.one('aws_s3_bucket_policy').policy))).toEqual(['TlsOnly', 'Later']);
  });

  it('keeps versions for 30 days and clears unfinished uploads, unless told otherwise', () => {
    const stack = synthesize();
    expect(stack.one('aws_s3_bucket_versioning').versioning_configuration).toEqual({ status: 'Enabled' });
    const [rule] = stack.one('aws_s3_bucket_lifecycle_configuration').rule;
    expect(rule.noncurrent_version_expiration).toEqual([{ noncurrent_days: 30 }]);
    expect(rule.abort_incomplete_multipart_upload).toEqual([{ days_after_initiation: 7 }]);
    expect(rule).not.toHaveProperty('expiration');
  });

  it('ages objects as declared', () => {
    const stack = synthesize({ coldAfter: Duration.days(90), expire: Duration.days(400), versioned: false });
    const [rule] = stack.one('aws_s3_bucket_lifecycle_configuration').rule;
    expect(rule.transition).toEqual([{ days: 90, storage_class: 'GLACIER_IR' }]);
    expect(rule.expiration).toEqual([{ days: 400 }]);
    expect(stack.one('aws_s3_bucket_versioning').versioning_configuration).toEqual({ status: 'Suspended' });
  });

  it('opens to browsers only of the origins named', () => {
    expect(synthesize({ cors: { origins: [], methods: ['GET'] } }).all('aws_s3_bucket_cors_configuration')).toEqual([]);
    const [rule] = synthesize({ cors: { origins: ['https://a.example'], methods: ['PUT'] } }).one(
      'aws_s3_bucket_cors_configuration',
    ).cors_rule;
    expect(rule).toMatchObject({ allowed_origins: ['https://a.example'], allowed_methods: ['PUT'] });
  });

  it('logs requests where told', () => {
    const stack = synthesize({ accessLogs: { bucketName: 'logs', prefix: 's3/films/' } });
    expect(stack.one('aws_s3_bucket_logging')).toMatchObject({ target_bucket: 'logs', target_prefix: 's3/films/' });
  });

  it('keeps its objects when it is deleted, unless told', () => {
    expect(synthesize().one('aws_s3_bucket').force_destroy).toBe(false);
    expect(synthesize({ forceDestroy: true }).one('aws_s3_bucket').force_destroy).toBe(true);
  });
});
