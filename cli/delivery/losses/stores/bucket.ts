import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { deleteVersions } from '../../../adapters/aws/index.js';
import { bytesText, countText, type StoreKind } from './store-kind.js';

/** Objects and versions that are counted one by one; of more it is only said that there are more. */
const COUNTED = 10_000;

/** A bucket of S3 with what it keeps, earlier versions too. */
export const bucket: StoreKind = {
  label: 'bucket',
  look: async ({ cloud, attributes }) => {
    const { S3 } = await import('@aws-sdk/client-s3');
    const client = new S3(cloud.settingsFor('s3'));
    let [objects, earlier, bytes, newest] = [0, 0, 0, 0];
    let more = false;
    try {
      let from: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> = {};
      for (;;) {
        const page = await client.listObjectVersions({ Bucket: String(attributes.bucket), ...from });
        const { DeleteMarkers = [], Versions = [] } = page;
        for (const { IsLatest, Size = 0, LastModified } of Versions) {
          if (IsLatest) objects += 1;
          else earlier += 1;
          bytes += Size;
          newest = Math.max(newest, LastModified?.getTime() ?? 0);
        }
        earlier += DeleteMarkers.length;
        more = objects + earlier >= COUNTED;
        if (more || !page.IsTruncated) break;
        from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
    } finally {
      client.destroy();
    }
    if (objects + earlier === 0) return undefined;
    const counted = [
      ...(objects > 0 ? [countText(objects, 'object')] : []),
      ...(earlier > 0
        ? [countText(earlier, 'earlier version or delete marker', 'earlier versions and delete markers')]
        : []),
    ];
    const words = `${more ? 'more than ' : ''}${counted.join(', ')}, ${bytesText(bytes)}`;
    return {
      words,
      amounts: { items: objects, bytes, ...(newest > 0 ? { newest: new Date(newest).toISOString() } : {}) },
    };
  },
  empty: {
    applies: ({ force_destroy: force }) => force === false,
    run: async (cloud, { bucket: name }) => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const client = new S3Client(cloud.settingsFor('s3'));
      try {
        await deleteVersions(client, String(name));
      } finally {
        client.destroy();
      }
    },
  },
};
