import { decodedKey, ENCODED, fitsXml } from '../../../../modules/values/object-key.js';
import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';

/** Deletions per request; https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const BATCH = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export default handler({
  type: 'aws_s3_bucket',
  service: 's3',
  id: '{bucket}',
  key: { Bucket: '{bucket}' },
  create: {
    call: 'CreateBucket',
    send: 'none',
    input: (state, { region }) => ({
      Bucket: state.bucket,
      ObjectLockEnabledForBucket: state.object_lock_enabled || undefined,
      CreateBucketConfiguration: configuration(state, region),
    }),
  },
  read: {
    run: async (state, { find, region, partition }) => {
      const bucket = state.bucket ?? state.id;
      if (!(await find('HeadBucket', { Bucket: bucket }))) return undefined;
      return {
        bucket,
        arn: `arn:${partition}:s3:::${bucket}`,
        bucket_domain_name: `${bucket}.s3.amazonaws.com`,
        bucket_region: region,
        bucket_regional_domain_name: `${bucket}.s3.${region}.amazonaws.com`,
        hosted_zone_id: ZONES[region] ?? '',
        object_lock_enabled: state.object_lock_enabled ?? false,
        request_payer: 'BucketOwner',
      };
    },
  },
  update: [],
  delete: {
    run: async (state, context) => {
      if (state.force_destroy) await empty(state.bucket, context);
      await context.call('DeleteBucket', { Bucket: state.bucket });
    },
  },
  tags: {
    // They go with the creating call, so that a bucket is never without them: see configuration().
    create: () => ({}),
    read: async (state, { find }) => {
      const answer = await find('GetBucketTagging', { Bucket: state.bucket ?? state.id });
      return Object.fromEntries((answer?.TagSet ?? []).map(({ Key, Value }: ApiObject) => [Key, Value]));
    },
    // S3 knows the whole set only.
    write: async ({ all }, state, { call }) => {
      const TagSet = Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
      if (TagSet.length > 0) await call('PutBucketTagging', { Bucket: state.bucket, Tagging: { TagSet } });
      else await call('DeleteBucketTagging', { Bucket: state.bucket });
    },
  },
  local: ['force_destroy'],
  defaults: { force_destroy: false },
  immutable: ['bucket', 'bucket_prefix', 'object_lock_enabled'],
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html */
function configuration(state: Attributes, region: string): ApiObject | undefined {
  const Tags = Object.entries(state.tags_all ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const parts = {
    // S3 refuses to be told its own default region.
    ...(region === 'us-east-1' ? {} : { LocationConstraint: region }),
    ...(Tags.length > 0 ? { Tags } : {}),
  };
  return Object.keys(parts).length > 0 ? parts : undefined;
}

/** Zones of S3's website endpoints; https://docs.aws.amazon.com/general/latest/gr/s3.html */
const ZONES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Z2M4EHUR26P7ZW',
  'ap-southeast-1': 'Z3O0J2DXBE1FTB',
  'ap-southeast-2': 'Z1WCIGYICN2BYD',
  'eu-central-1': 'Z21DNDUVLTQW6Q',
  'eu-west-1': 'Z1BKCTXD74EZPE',
  'eu-west-2': 'Z3GKZC51ZF0DB4',
  'us-east-1': 'Z3AQBSTGFYJSTF',
  'us-east-2': 'Z2O1EMRO9K5GLX',
  'us-west-2': 'Z3BJ6K6RIION7M',
};

/** Removes every version of every object: only an empty bucket can be deleted. */
async function empty(Bucket: Attributes[string], { call, find }: Context): Promise<void> {
  for (;;) {
    const page = await find('ListObjectVersions', { Bucket, MaxKeys: BATCH, ...ENCODED });
    const versions = [...(page?.Versions ?? []), ...(page?.DeleteMarkers ?? [])];
    if (versions.length === 0) return;
    const all = versions.map(({ Key, VersionId }) => ({ Key: decodedKey(page ?? {}, String(Key)), VersionId }));
    for (const each of all) if (!fitsXml(each.Key)) await call('DeleteObject', { Bucket, ...each });
    const Objects = all.filter(({ Key }) => fitsXml(Key));
    if (Objects.length > 0) await call('DeleteObjects', { Bucket, Delete: { Objects, Quiet: true } });
  }
}
