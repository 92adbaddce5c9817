import { handler } from '../contract.js';

const WRITE = { call: 'PutBucketPolicy', send: 'none', input: { Bucket: '{bucket}', Policy: '{policy}' } } as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export default handler({
  type: 'aws_s3_bucket_policy',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: WRITE,
  read: { call: 'GetBucketPolicy', only: ['policy'], set: (_, state) => ({ bucket: state.bucket ?? state.id }) },
  update: [{ ...WRITE, when: ['policy'] }],
  delete: { call: 'DeleteBucketPolicy' },
  immutable: ['bucket'],
});
