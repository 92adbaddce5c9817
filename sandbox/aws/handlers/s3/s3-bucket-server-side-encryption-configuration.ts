import { handler } from '../contract.js';

const WRITE = { call: 'PutBucketEncryption', send: ['rule'], at: 'ServerSideEncryptionConfiguration' } as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export default handler({
  type: 'aws_s3_bucket_server_side_encryption_configuration',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: WRITE,
  read: {
    call: 'GetBucketEncryption',
    at: 'ServerSideEncryptionConfiguration',
    only: ['rule'],
    set: (_, state) => ({ bucket: state.bucket ?? state.id }),
  },
  update: [WRITE],
  delete: { call: 'DeleteBucketEncryption' },
  names: {
    rule: 'Rules',
    'rule.apply_server_side_encryption_by_default.sse_algorithm': 'SSEAlgorithm',
    'rule.apply_server_side_encryption_by_default.kms_master_key_id': 'KMSMasterKeyID',
    'rule.blocked_encryption_types': null,
    expected_bucket_owner: null,
  },
  immutable: ['bucket', 'expected_bucket_owner'],
});
