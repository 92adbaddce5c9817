import type { PutObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ObjectRetention } from '../../../stacks/state-object-lock.js';

/** What keeps an object from being deleted or changed. */
export interface ObjectLock {
  readonly mode: string;
  /** ISO 8601; it may have passed. */
  readonly until: string;
}

/** An object that is about to be written. */
export interface ObjectToPut {
  readonly Bucket: string;
  readonly Key: string;
  readonly Body: string | Uint8Array;
  readonly ContentType: string;
  readonly IfNoneMatch?: string;
  readonly IfMatch?: string;
}

/**
 * Writes objects, those of some folders under Object Lock. A bucket or a role that does not take that yet must not keep a release
 * from being recorded: the object is written without, and that is told.
 */
export class RetainedObjects {
  private told = false;

  constructor(
    /** @default undefined: nothing is kept */
    private readonly retention?: ObjectRetention,
    private readonly tell: (message: string) => void = () => {},
  ) {}

  /** Writes an object. @throws what S3 answers, such as `PreconditionFailed` */
  async put(client: S3Client, object: ObjectToPut): Promise<PutObjectCommandOutput> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const lock = this.lockOf(object.Key);
    if (!lock) return client.send(new PutObjectCommand(object));
    const { Mode, RetainUntilDate } = lock;
    // S3 wants a checksum of what it is to keep.
    const kept = {
      ObjectLockMode: Mode,
      ObjectLockRetainUntilDate: RetainUntilDate,
      ChecksumAlgorithm: 'SHA256' as const,
    };
    try {
      return await client.send(new PutObjectCommand({ ...object, ...kept }));
    } catch (error) {
      if (!REFUSED.has((error as Error).name)) throw error;
      const answer = await client.send(new PutObjectCommand(object));
      this.tellUnlocked(object, error as Error);
      return answer;
    }
  }

  /** Keeps an object that is there already for as long as one that is written now. */
  async extend(client: S3Client, object: { readonly Bucket: string; readonly Key: string }): Promise<void> {
    const Retention = this.lockOf(object.Key);
    if (!Retention) return;
    const { PutObjectRetentionCommand } = await import('@aws-sdk/client-s3');
    try {
      await client.send(new PutObjectRetentionCommand({ ...object, Retention }));
    } catch (error) {
      if (!REFUSED.has((error as Error).name)) throw error;
      this.tellUnlocked(object, error as Error);
    }
  }

  private lockOf(key: string) {
    const { retention } = this;
    if (!retention?.folders.some((folder) => key.startsWith(`${folder}/`))) return undefined;
    return { Mode: retention.mode, RetainUntilDate: new Date(Date.now() + retention.days * 86_400_000) };
  }

  /** Once: what keeps one keeps all. */
  private tellUnlocked({ Bucket, Key }: { readonly Bucket: string; readonly Key: string }, { message }: Error): void {
    if (this.told) return;
    this.told = true;
    const [environment] = Key.split('/');
    this.tell(
      `'s3://${Bucket}/${Key}' is not kept under Object Lock, as S3 refuses it: ${message}; backlot bootstrap ${environment}`,
    );
  }
}

/** The bucket has no Object Lock, the role may not use it, or it is kept otherwise already. */
const REFUSED: ReadonlySet<string> = new Set(['AccessDenied', 'InvalidRequest']);
