import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export default handler({
  type: 'aws_s3_bucket_cors_configuration',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: { call: 'PutBucketCors', send: ['cors_rule'], at: 'CORSConfiguration' },
  read: { call: 'GetBucketCors', only: ['cors_rule'], set: (_, state) => ({ bucket: state.bucket ?? state.id }) },
  update: [{ call: 'PutBucketCors', send: ['cors_rule'], at: 'CORSConfiguration' }],
  delete: { call: 'DeleteBucketCors' },
  names: { cors_rule: 'CORSRules', 'cors_rule.id': 'ID', expected_bucket_owner: null },
  immutable: ['bucket', 'expected_bucket_owner'],
});
