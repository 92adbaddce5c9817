import type { S3Client } from '@aws-sdk/client-s3';
import { assertReadable } from './readable-size.js';
import { type ObjectLock, RetainedObjects } from './retained-objects.js';
import type { StateKey } from './state-store.js';

/** An object as it was read. */
export interface StoredObject {
  readonly body: string;
  /** Names this content: a later put can ask for exactly it. */
  readonly etag: string;
  /** Seconds between the last write and this read, both by the store's own clock. */
  readonly ageSeconds: number;
  /** @default nothing keeps it, or whoever reads may not know (`s3:GetObjectRetention`) */
  readonly lock?: ObjectLock;
}

/** What must be true for a put to happen. */
export type PutCondition = 'absent' | { readonly etag: string };

/** Objects that several processes write without losing each other's writes. */
export interface ConditionalObjects {
  /** The object; undefined when there is none. */
  read(location: StateKey): Promise<StoredObject | undefined>;
  /** Writes if the condition holds; undefined when somebody was faster. @returns the new etag */
  put(location: StateKey, body: string, condition: PutCondition): Promise<string | undefined>;
  /** Keys below a prefix, sorted. */
  keys(bucket: string, prefix: string): Promise<string[]>;
}

/**
 * Conditional reads and writes in S3.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class S3ConditionalObjects implements ConditionalObjects {
  constructor(
    private readonly client: () => Promise<S3Client>,
    private readonly retained = new RetainedObjects(),
  ) {}

  async read({ bucket, key }: StateKey): Promise<StoredObject | undefined> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.client();
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    let serverTime = Number.NaN;
    // The answer's own Date, so that a wrong clock of this machine decides nothing.
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { headers?: Record<string, string> };
        serverTime = Date.parse(headers?.date ?? '');
        return result;
      },
      { step: 'deserialize', name: 'readServerTime' },
    );
    try {
      const object = await client.send(command);
      assertReadable(object.ContentLength, { bucket, key });
      const body = (await object.Body?.transformToString()) ?? '';
      const written = object.LastModified?.getTime() ?? 0;
      const now = Number.isNaN(serverTime) ? Date.now() : serverTime;
      const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = object;
      const lock = mode && until ? { lock: { mode, until: until.toISOString() } } : {};
      return { body, etag: object.ETag ?? '', ageSeconds: Math.max(0, (now - written) / 1_000), ...lock };
    } catch (error) {
      if (ABSENT.has((error as Error).name)) return undefined;
      throw error;
    }
  }

  async put({ bucket, key }: StateKey, body: string, condition: PutCondition): Promise<string | undefined> {
    const only = condition === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
    const object = { Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' };
    try {
      return (await this.retained.put(await this.client(), { ...object, ...only })).ETag ?? '';
    } catch (error) {
      if (REFUSED.has((error as Error).name)) return undefined;
      throw error;
    }
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const keys: string[] = [];
    try {
      const pages = paginateListObjectsV2({ client: await this.client() }, { Bucket: bucket, Prefix: prefix });
      for await (const page of pages) keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    } catch (error) {
      if (!ABSENT.has((error as Error).name)) throw error;
    }
    return keys.sort();
  }
}

const ABSENT: ReadonlySet<string> = new Set(['NoSuchKey', 'NotFound', 'NoSuchBucket']);

/** Somebody else's write came first, also while it is still under way (409), or the object is gone. */
const REFUSED: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);
