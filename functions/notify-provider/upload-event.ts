/** One object that S3 told of, as far as it is used here. */
export interface UploadedObject {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly size?: number;
  /** ISO 8601. */
  readonly uploadedAt?: string;
  /** Id of the upload request: follows the object through all logs. */
  readonly requestId?: string;
}

/** What S3 sends. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
interface UploadRecord {
  readonly eventTime?: string;
  readonly responseElements?: { readonly 'x-amz-request-id'?: string };
  readonly s3?: {
    readonly bucket?: { readonly name?: string };
    readonly object?: { readonly key?: string; readonly versionId?: string; readonly size?: number };
  };
}

/**
 * Objects that a message tells of; none for the test message that S3 sends when it is connected.
 *
 * @throws Error when the message is no event of S3.
 */
export function readUploads(body: string): UploadedObject[] {
  const event = parse(body);
  if (event.Event === 's3:TestEvent') return [];
  if (!Array.isArray(event.Records)) throw new Error('the message is no S3 event: it has no Records');
  return event.Records.map(readRecord);
}

/** Name of the provider in a key such as `providers/acme/movies.csv`. */
export function providerOf(key: string, prefix: string): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [provider, file] = key.slice(prefix.length).split('/', 2);
  return provider && file !== undefined ? provider : undefined;
}

function parse(body: string): { Event?: unknown; Records?: unknown } {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch (error) {
    throw new Error('the message is no JSON', { cause: error });
  }
  if (typeof event !== 'object' || event === null) throw new Error('the message is no S3 event');
  return event;
}

function readRecord(record: UploadRecord): UploadedObject {
  const bucket = record.s3?.bucket?.name;
  const { key, versionId, size } = record.s3?.object ?? {};
  if (!bucket || !key) throw new Error('the message is no S3 event: a record names no object');
  return {
    bucket,
    // S3 encodes keys like a form: a space is a plus sign.
    key: decodeURIComponent(key.replaceAll('+', ' ')),
    versionId,
    size,
    uploadedAt: record.eventTime,
    requestId: record.responseElements?.['x-amz-request-id'],
  };
}
