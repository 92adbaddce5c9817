import { handler } from '../contract.js';

const FLAGS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;
const WRITE = { call: 'PutPublicAccessBlock', send: FLAGS, at: 'PublicAccessBlockConfiguration' } as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export default handler({
  type: 'aws_s3_bucket_public_access_block',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: WRITE,
  read: {
    call: 'GetPublicAccessBlock',
    at: 'PublicAccessBlockConfiguration',
    only: FLAGS,
    set: (_, state) => ({ bucket: state.bucket ?? state.id }),
  },
  update: [WRITE],
  delete: { call: 'DeletePublicAccessBlock' },
  local: ['skip_destroy'],
  defaults: {
    block_public_acls: false,
    block_public_policy: false,
    ignore_public_acls: false,
    restrict_public_buckets: false,
  },
  immutable: ['bucket'],
});
