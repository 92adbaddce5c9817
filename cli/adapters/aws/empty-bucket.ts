import type { ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { decodedKey, ENCODED, fitsXml } from '../../../modules/values/object-key.js';

/** An object, or what is left of one, in a versioned bucket. */
export interface ObjectVersion {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

/**
 * Deletes the versions and delete markers below a prefix, for good: a deleted object of a versioned bucket lives on as
 * these, and a bucket goes only without them.
 */
export async function deleteVersions(
  client: S3Client,
  bucket: string,
  options: { readonly prefix?: string; readonly only?: (version: ObjectVersion) => boolean } = {},
): Promise<void> {
  const { DeleteObjectCommand, DeleteObjectsCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  const { prefix = '', only = () => true } = options;
  let more: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (more) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...ENCODED, ...more }),
    );
    const wanted = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]
      .map(({ Key = '', VersionId }) => ({ Key: decodedKey(page, Key), VersionId }))
      .filter(only);
    for (const each of wanted) {
      if (!fitsXml(each.Key)) await client.send(new DeleteObjectCommand({ Bucket: bucket, ...each }));
    }
    const objects = wanted.filter(({ Key }) => fitsXml(Key));
    if (objects.length > 0) {
      const Delete = { Objects: objects, Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      const [first] = Errors;
      if (first)
        throw Object.assign(new Error(`${first.Key}: ${first.Message}`), { name: first.Code ?? 'DeleteFailed' });
    }
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    more = IsTruncated ? { KeyMarker: decodedKey(page, NextKeyMarker), VersionIdMarker } : undefined;
  }
}
