import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html */
export default handler({
  type: 'aws_s3_bucket_logging',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: {
    call: 'PutBucketLogging',
    send: ['target_bucket', 'target_prefix', 'target_grant', 'target_object_key_format'],
    at: 'BucketLoggingStatus.LoggingEnabled',
  },
  read: {
    call: 'GetBucketLogging',
    at: 'LoggingEnabled',
    only: ['target_bucket', 'target_prefix', 'target_grant', 'target_object_key_format'],
    set: (_, state) => ({ bucket: state.bucket ?? state.id }),
  },
  update: [
    {
      call: 'PutBucketLogging',
      send: ['target_bucket', 'target_prefix', 'target_grant', 'target_object_key_format'],
      at: 'BucketLoggingStatus.LoggingEnabled',
    },
  ],
  delete: { call: 'PutBucketLogging', input: { BucketLoggingStatus: {} } },
  names: { target_grant: 'TargetGrants', expected_bucket_owner: null },
  immutable: ['bucket', 'expected_bucket_owner'],
});
