import type { S3Client } from '@aws-sdk/client-s3';
import { readLockObject, type StateLock } from '../terraform/index.js';
import { deleteVersions } from './empty-bucket.js';
import { assertReadable } from './readable-size.js';
import { readStateFile, type StateFile } from './state-file.js';

/** Where a state object is. */
export interface StateKey {
  readonly bucket: string;
  readonly key: string;
}

/** Reads and removes states in their bucket, without starting Terraform. */
export interface StateStore {
  /** The state; undefined when the stack was never applied. */
  read(location: StateKey): Promise<StateFile | undefined>;
  /** Who holds the lock; undefined when nobody does. */
  lock(location: StateKey): Promise<StateLock | undefined>;
  /** Takes the lock away from a run that is dead, if it is still the lock of this id. */
  releaseLock(location: StateKey, id: string): Promise<void>;
  /** Keys of all states below a prefix. */
  list(bucket: string, prefix: string): Promise<string[]>;
  /** Removes a state; in a versioned bucket its versions stay, so that it can be had back. */
  remove(location: StateKey): Promise<void>;
  /** Removes the bucket and all that is in it. */
  removeBucket(bucket: string): Promise<void>;
}

/** States in S3, in the layout of Terraform's S3 backend with native lock files. */
export class S3StateStore implements StateStore {
  constructor(private readonly client: () => Promise<S3Client>) {}

  async read({ bucket, key }: StateKey): Promise<StateFile | undefined> {
    const found = await this.get(bucket, key);
    return (
      found && readStateFile(found.body, { at: { bucket, key }, etag: found.etag, lastModified: found.lastModified })
    );
  }

  async lock({ bucket, key }: StateKey): Promise<StateLock | undefined> {
    const found = await this.get(bucket, `${key}.tflock`);
    return found && readLockObject(found.body);
  }

  async releaseLock(location: StateKey, id: string): Promise<void> {
    if ((await this.lock(location))?.id === id) {
      const prefix = `${location.key}.tflock`;
      await deleteVersions(await this.client(), location.bucket, { prefix, only: ({ Key }) => Key === prefix });
    }
  }

  async list(bucket: string, prefix: string): Promise<string[]> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const keys: string[] = [];
    const pages = paginateListObjectsV2({ client: await this.client() }, { Bucket: bucket, Prefix: prefix });
    try {
      for await (const page of pages) {
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key?.endsWith('.tfstate') ? [Key] : [])));
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    return keys;
  }

  async remove({ bucket, key }: StateKey): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await (await this.client()).send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  async removeBucket(bucket: string): Promise<void> {
    const { DeleteBucketCommand } = await import('@aws-sdk/client-s3');
    await deleteVersions(await this.client(), bucket);
    await (await this.client()).send(new DeleteBucketCommand({ Bucket: bucket }));
  }

  private async get(bucket: string, key: string) {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    try {
      const object = await (await this.client()).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      assertReadable(object.ContentLength, { bucket, key });
      const body = (await object.Body?.transformToString()) ?? '';
      return { body, etag: object.ETag ?? '', lastModified: object.LastModified ?? new Date(0) };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'NoSuchBucket'].includes(error.name);
}
