import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { unpack } from '../../../host/unpack.js';
import { decodedKey, ENCODED, fitsXml } from '../../../modules/values/object-key.js';
import { objectName, storedJson } from '../../kernel/stored-json.js';
import { errorName, ifThere } from './aws-errors.js';

/** One object in a listing: short names, as there may be millions. */
export interface ListedObject {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
}

const shape: z.ZodType<ListedObject> = z.looseObject({
  key: z.string().min(1),
  // Ids of versions are opaque; what would end the parameter that they stand in is none.
  version: z.string().regex(/^[\w.~-]*$/, 'is no id of a version'),
  size: z.number().nonnegative(),
  etag: z.string(),
});

/** A copy in one request has at most so many bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/copy-object.html */
const LARGEST_COPY = 5 * 1024 ** 3;
const PART = 1024 ** 3;

/** A listing as it was written; undefined when it is gone. @throws BacklotError `ObjectDamaged`, `NotUnpackable`, `UnpackedTooLarge` */
export async function readListing(
  s3: S3,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<ListedObject[] | undefined> {
  const object = await ifThere(s3.getObject({ Bucket: bucket, Key: key }));
  const body = await object?.Body?.transformToByteArray();
  if (!body) return undefined;
  const lines = unpack(body, { source: objectName({ bucket, key }) })
    .toString('utf8')
    .split('\n');
  return lines.filter(Boolean).map((line) => storedJson(line, { bucket, key }, shape));
}

/** Names exactly these versions. */
export function hashOfListing(objects: readonly ListedObject[]): string {
  const hash = createHash('sha256');
  for (const { key, version, size, etag } of objects) hash.update(`${JSON.stringify([key, version, size, etag])}\n`);
  return hash.digest('hex');
}

/** The current version of each object. */
export async function latestVersions(s3: S3, bucket: string): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket: bucket, ...ENCODED, ...marker });
    for (const { Key, VersionId, Size, ETag, IsLatest } of page.Versions ?? []) {
      const key = decodedKey(page, Key);
      if (IsLatest && key) objects.push({ key, version: VersionId ?? 'null', size: Size ?? 0, etag: ETag ?? '' });
    }
    if (!page.IsTruncated) return objects;
    marker = { KeyMarker: decodedKey(page, page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker };
  }
}

/** What the bucket shows, whatever its versions. */
export async function currentObjects(s3: S3, bucket: string): Promise<ListedObject[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const objects: ListedObject[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, ...ENCODED })) {
    for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? []) {
      objects.push({ key: decodedKey(page, Key), version: '', size: Size, etag: ETag });
    }
  }
  return objects;
}

/** Removes all versions of all objects: only an empty bucket can be deleted. @throws Error naming an object that stays */
export async function removeVersions(s3: S3, bucket: string): Promise<void> {
  for (;;) {
    const page = await s3.listObjectVersions({ Bucket: bucket, MaxKeys: 1000, ...ENCODED });
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key = '', VersionId }) => ({
      Key: decodedKey(page, Key),
      VersionId,
    }));
    if (all.length === 0) return;
    const Objects = all.filter(({ Key }) => fitsXml(Key));
    for (const each of all) if (!fitsXml(each.Key)) await s3.deleteObject({ Bucket: bucket, ...each });
    if (Objects.length === 0) continue;
    const { Errors = [] } = await s3.deleteObjects({ Bucket: bucket, Delete: { Objects, Quiet: true } });
    const [refused] = Errors;
    if (refused) throw new Error(`'${refused.Key}' in ${bucket} stays: ${refused.Message ?? refused.Code}`);
  }
}

/**
 * Copies one version on the server's side, if it still is what was listed: versions of a bucket whose versioning was
 * suspended for a while (`null`) are overwritten.
 *
 * @returns why it could not be copied, in words; undefined when it was
 */
export async function copyVersion(
  s3: S3,
  { from, to }: { readonly from: string; readonly to: string },
  object: ListedObject,
): Promise<string | undefined> {
  const of = `${JSON.stringify(object.key)} in ${from}`;
  try {
    return (await copied(s3, { from, to }, object)) ? undefined : `the version of ${of} is gone`;
  } catch (error) {
    if (errorName(error) === 'PreconditionFailed')
      return `the version '${object.version}' of ${of} was overwritten since`;
    if (!UNREADABLE.test(errorName(error))) throw error;
    return `${of} can't be read: ${(error as Error).message}`;
  }
}

/** Encrypted with a key that only its owner has (SSE-C), or in an archive, from which it must be taken first. */
const UNREADABLE = /^(InvalidRequest|InvalidObjectState)$/;

async function copied(
  s3: S3,
  { from: source, to: target }: { readonly from: string; readonly to: string },
  { key, version, size, etag }: ListedObject,
): Promise<boolean> {
  const CopySource = `${source}/${encodeURIComponent(key)}?versionId=${encodeURIComponent(version)}`;
  const what = { CopySource, ...(etag ? { CopySourceIfMatch: etag } : {}) };
  const to = { Bucket: target, Key: key };
  if (size <= LARGEST_COPY) return (await ifThere(s3.copyObject({ ...to, ...what }))) !== undefined;
  const upload = { ...to, UploadId: (await s3.createMultipartUpload(to)).UploadId };
  try {
    const Parts: { ETag?: string; PartNumber: number }[] = [];
    for (let from = 0; from < size; from += PART) {
      const CopySourceRange = `bytes=${from}-${Math.min(from + PART, size) - 1}`;
      const PartNumber = Parts.length + 1;
      const part = await s3.uploadPartCopy({ ...upload, ...what, PartNumber, CopySourceRange });
      Parts.push({ ETag: part.CopyPartResult?.ETag, PartNumber });
    }
    await s3.completeMultipartUpload({ ...upload, MultipartUpload: { Parts } });
    return true;
  } catch (error) {
    // Parts that were copied are paid for until they are taken away; nobody sees them.
    await s3.abortMultipartUpload(upload);
    return (await ifThere(Promise.reject(error))) !== undefined;
  }
}
