import { handler } from '../contract.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export default handler({
  type: 'aws_s3_bucket_versioning',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: { call: 'PutBucketVersioning', send: ['versioning_configuration'] },
  read: {
    call: 'GetBucketVersioning',
    only: [],
    set: (described, state) => ({
      bucket: state.bucket ?? state.id,
      // A bucket that was never versioned has no status at all.
      versioning_configuration: [
        {
          status: described.Status ?? 'Disabled',
          mfa_delete: described.MFADelete ?? state.versioning_configuration?.[0]?.mfa_delete ?? '',
        },
      ],
    }),
  },
  update: [{ call: 'PutBucketVersioning', send: ['versioning_configuration'] }],
  delete: {
    run: async (state, { call }) => {
      if (state.versioning_configuration?.[0]?.status !== 'Enabled') return;
      await call('PutBucketVersioning', { Bucket: state.bucket, VersioningConfiguration: { Status: 'Suspended' } });
    },
  },
  names: { expected_bucket_owner: null, mfa: null, 'versioning_configuration.mfa_delete': 'MFADelete' },
  local: ['mfa'],
  immutable: ['bucket', 'expected_bucket_owner'],
});
