import type { S3Client } from '@aws-sdk/client-s3';
import { assertReadable } from './readable-size.js';
import { RetainedObjects } from './retained-objects.js';
import type { StateKey } from './state-store.js';

/** Objects of bytes whose key names their content: once one is there, it never changes. */
export interface ByteObjects {
  /** The bytes; undefined when there is no such object. */
  read(location: StateKey): Promise<Uint8Array | undefined>;
  /** Writes unless it is there already. */
  put(location: StateKey, bytes: Uint8Array, contentType: string): Promise<void>;
}

/** Bytes in S3. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export class S3ByteObjects implements ByteObjects {
  constructor(
    private readonly client: () => Promise<S3Client>,
    private readonly retained = new RetainedObjects(),
  ) {}

  async read({ bucket, key }: StateKey): Promise<Uint8Array | undefined> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    try {
      const object = await (await this.client()).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      assertReadable(object.ContentLength, { bucket, key });
      return await object.Body?.transformToByteArray();
    } catch (error) {
      if (ABSENT.has((error as Error).name)) return undefined;
      throw error;
    }
  }

  async put({ bucket, key }: StateKey, bytes: Uint8Array, contentType: string): Promise<void> {
    const object = { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, IfNoneMatch: '*' };
    try {
      await this.retained.put(await this.client(), object);
    } catch (error) {
      if (!THERE.has((error as Error).name)) throw error;
      // A later release stands on it as well.
      await this.retained.extend(await this.client(), { Bucket: bucket, Key: key });
    }
  }
}

const ABSENT: ReadonlySet<string> = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket']);

/** It is there already, or somebody is writing the same content (409). */
const THERE: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);
