import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export default handler({
  type: 'aws_s3_bucket_ownership_controls',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: { call: 'PutBucketOwnershipControls', send: ['rule'], at: 'OwnershipControls' },
  read: {
    call: 'GetBucketOwnershipControls',
    at: 'OwnershipControls',
    only: ['rule'],
    set: (_, state) => ({ bucket: state.bucket ?? state.id }),
  },
  update: [{ call: 'PutBucketOwnershipControls', send: ['rule'], at: 'OwnershipControls' }],
  delete: { call: 'DeleteBucketOwnershipControls' },
  names: { rule: 'Rules' },
  immutable: ['bucket'],
});
