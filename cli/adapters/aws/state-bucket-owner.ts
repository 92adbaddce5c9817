import type { S3Client } from '@aws-sdk/client-s3';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';

/** A state bucket, and the tags that say whose it is. */
export interface OwnedBucket {
  readonly bucket: string;
  readonly accountId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The tags of the spec that tell one environment's bucket from another's. */
const MARKS = ['backlot:platform', 'backlot:environment'] as const;

/** Objects that are looked at. */
const SAMPLE = 20;

/**
 * Refuses a bucket of our account that has the name of the state bucket and is somebody else's. One without tags is ours when
 * it holds nothing but what an environment keeps there, or nothing: its tags are written after it was made.
 *
 * @throws BacklotError `StateBucketTaken`
 */
export async function assertStateBucketOurs(client: S3Client, { bucket, accountId, tags }: OwnedBucket): Promise<void> {
  const { GetBucketTaggingCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const where = { Bucket: bucket, ExpectedBucketOwner: accountId };
  let there: Record<string, string>;
  try {
    const { TagSet = [] } = await client.send(new GetBucketTaggingCommand(where));
    there = Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    // Whoever may not read tags works with the bucket as before.
    if (/Denied|Forbidden/.test((error as Error).name)) return;
    if ((error as Error).name !== 'NoSuchTagSet') throw error;
    there = {};
  }
  if (MARKS.every((mark) => there[mark] === tags[mark])) return;
  const others = Object.entries(there).slice(0, 3);
  if (others.length > 0) {
    throw notOurs(bucket, tags, `it carries the tags ${others.map(([key, value]) => `${key}=${value}`).join(', ')}`);
  }
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ ...where, MaxKeys: SAMPLE }));
  const strange = Contents.find(({ Key }) => !Key?.startsWith(`${tags['backlot:environment']}/`));
  if (strange) throw notOurs(bucket, tags, `it carries no tags, and holds '${strange.Key}'`);
}

function notOurs(bucket: string, tags: OwnedBucket['tags'], reason: string): BacklotError {
  const marks = MARKS.map((mark) => `{Key=${mark},Value=${tags[mark]}}`).join(',');
  return new BacklotError({
    code: 'StateBucketTaken',
    message: `the bucket '${bucket}' has the name of the state bucket and isn't ours: ${reason}. It is left as it is, and nothing was started`,
    hints: [
      "change 'platform' of the environment: it is part of the name; if it is the state bucket all the same, give it its tags",
    ],
    actions: [shell`aws s3api put-bucket-tagging --bucket ${bucket} --tagging ${`TagSet=[${marks}]`}`],
    details: { bucket },
  });
}
