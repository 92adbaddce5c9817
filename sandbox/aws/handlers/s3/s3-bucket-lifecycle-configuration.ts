import { type ApiObject, type Attributes, handler } from '../contract.js';
import { fromRules, toRules } from './lifecycle-rules.js';

const WRITE = {
  call: 'PutBucketLifecycleConfiguration',
  send: 'none',
  input: (state: Attributes): ApiObject => ({
    Bucket: state.bucket,
    LifecycleConfiguration: { Rules: toRules(state.rule) },
    TransitionDefaultMinimumObjectSize: state.transition_default_minimum_object_size || undefined,
  }),
} as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export default handler({
  type: 'aws_s3_bucket_lifecycle_configuration',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: WRITE,
  read: {
    call: 'GetBucketLifecycleConfiguration',
    only: [],
    set: (described, state) => ({
      bucket: state.bucket ?? state.id,
      expected_bucket_owner: state.expected_bucket_owner ?? '',
      rule: fromRules(described.Rules ?? []),
      transition_default_minimum_object_size:
        described.TransitionDefaultMinimumObjectSize ?? state.transition_default_minimum_object_size,
    }),
  },
  update: [{ ...WRITE, when: ['rule', 'transition_default_minimum_object_size'] }],
  delete: { call: 'DeleteBucketLifecycle', input: { Bucket: '{bucket}' } },
  defaults: {
    expected_bucket_owner: '',
    transition_default_minimum_object_size: 'all_storage_classes_128K',
  },
  immutable: ['bucket', 'expected_bucket_owner'],
});
