import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { errorName, ifThere } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined, taggedAs } from './rds.js';
import {
  type Check,
  type Look,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';

/** One object in a listing: short names, as there may be millions. */
interface ListedObject {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
}

/** Where listings are kept. */
export interface ListingLocation {
  readonly bucket: string;
  /** `local/backups/` */
  readonly prefix: string;
}

/** Objects that are copied between two looks. */
const BATCH = 256;
const AT_ONCE = 16;
/** A copy in one request has at most so many bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/copy-object.html */
const LARGEST_COPY = 5 * 1024 ** 3;
const PART = 1024 ** 3;

/**
 * Versioned buckets by a listing of all current versions with their hashes: the versions themselves stay in the bucket,
 * and what was overwritten or deleted since is had back from there. A listing does not survive its bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html
 */
export class S3Adapter implements StoreAdapter {
  readonly kind = 's3';
  readonly method = 'listing of versions';
  readonly longestName = 63;
  readonly overlays = 'objects get the versions of the backup; newer versions stay below';
  private readonly left = new Map<string, { all: number; rest: ListedObject[]; lost?: string }>();

  constructor(
    private readonly clients: Clients,
    private readonly listings: ListingLocation,
  ) {}

  async placement({ identifier: Bucket }: Store): Promise<Placement | undefined> {
    const s3 = await this.clients.s3();
    const versioning = await ifThere(s3.getBucketVersioning({ Bucket }));
    if (!versioning) return undefined;
    const encryption = await ifThere(s3.getBucketEncryption({ Bucket }));
    const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
    return defined({ algorithm: rule?.SSEAlgorithm, keyArn: rule?.KMSMasterKeyID });
  }

  async start({ identifier }: Store, id: string): Promise<Snapshot> {
    const s3 = await this.clients.s3();
    const { Status } = await s3.getBucketVersioning({ Bucket: identifier });
    if (Status !== 'Enabled') {
      throw new BacklotError({
        code: 'NotBackedUp',
        message: `bucket '${identifier}' keeps no versions: what it holds can be made again, or declare versioned: true`,
      });
    }
    const key = `${this.listings.prefix}${id}.ndjson.gz`;
    const before = await this.listing(key);
    const objects = before ?? (await this.versions(identifier));
    const bytes = objects.reduce((sum, { size }) => sum + size, 0);
    const body = before ? undefined : gzipSync(objects.map((each) => JSON.stringify(each)).join('\n'));
    if (body) await s3.putObject({ Bucket: this.listings.bucket, Key: key, Body: body });
    const sha256 = hashOf(objects);
    const facts = { key, sha256, objects: objects.length };
    return { id, takenAt: this.clients.now().toISOString(), sizeBytes: bytes, facts };
  }

  async look(_: Store, snapshot: Snapshot): Promise<Look<Snapshot>> {
    const objects = await this.listing(String(snapshot.facts?.key));
    if (!objects) return { state: 'gone' };
    const sound = hashOf(objects) === snapshot.facts?.sha256;
    return sound
      ? { state: 'available', found: snapshot }
      : { state: 'failed', reason: 'the listing is not what was written', found: snapshot };
  }

  async remove(_: Store, { facts }: Snapshot): Promise<boolean> {
    const s3 = await this.clients.s3();
    const at = { Bucket: this.listings.bucket, Key: String(facts?.key) };
    if (!(await ifThere(s3.headObject(at)))) return false;
    await s3.deleteObject(at);
    return true;
  }

  async restorableTimes(): Promise<undefined> {
    return undefined;
  }

  async exists(identifier: string): Promise<boolean> {
    const s3 = await this.clients.s3();
    return (await ifThere(s3.headBucket({ Bucket: identifier }))) !== undefined;
  }

  async restore({ target, placement, ownership, store }: RestoreRequest): Promise<void> {
    if (target === store.identifier) return;
    const s3 = await this.clients.s3();
    const { region } = this.clients;
    const Bucket = target;
    try {
      const where =
        region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };
      await s3.createBucket({ Bucket, ...where });
    } catch (error) {
      if (errorName(error) !== 'BucketAlreadyOwnedByYou') throw error;
    }
    const closed = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: closed });
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: tagList(ownershipTags(ownership)) } });
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    if (placement.algorithm) {
      const byDefault = { SSEAlgorithm: placement.algorithm as 'aws:kms', KMSMasterKeyID: placement.keyArn as string };
      const Rules = [{ ApplyServerSideEncryptionByDefault: defined(byDefault), BucketKeyEnabled: true }];
      await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
    }
  }

  /** Copies a batch with each look: a restore can be interrupted between any two, and goes on where it was. */
  async lookRestored(request: RestoreRequest): Promise<Look<Restored>> {
    const { target } = request;
    if (!(await this.exists(target))) return { state: 'gone' };
    const found = { identifier: target };
    let work = this.left.get(target);
    if (!work) {
      const wanted = await this.wanted(request);
      if (!wanted) return { state: 'failed', reason: 'the listing is gone or was changed', found };
      const there = new Map((await this.current(target)).map(({ key, etag }) => [key, etag]));
      work = { all: wanted.length, rest: wanted.filter(({ key, etag }) => there.get(key) !== etag) };
      this.left.set(target, work);
    }
    const batch = work.rest.splice(0, BATCH);
    for (let at = 0; at < batch.length; at += AT_ONCE) {
      const some = batch.slice(at, at + AT_ONCE);
      const copied = await Promise.all(some.map((each) => this.copy(request, each)));
      const lost = some.find((_, index) => !copied[index]);
      if (lost) work.lost ??= lost.key;
    }
    if (work.rest.length > 0) {
      return { state: 'creating', progress: `${work.all - work.rest.length} of ${work.all} objects`, found };
    }
    this.left.delete(target);
    if (work.lost) {
      const reason = `version of '${work.lost}' is no longer in ${request.store.identifier}`;
      return { state: 'failed', reason, found };
    }
    return { state: 'available', found };
  }

  async countItems({ identifier }: Store): Promise<number | undefined> {
    return (await this.current(identifier)).length;
  }

  async checks(request: RestoreRequest): Promise<Check[]> {
    const wanted = (await this.wanted(request)) ?? [];
    const there = new Map((await this.current(request.target)).map(({ key, size }) => [key, size]));
    const right = wanted.filter(({ key, size }) => there.get(key) === size).length;
    const of = request.snapshot?.facts?.objects;
    const name = of === wanted.length ? 'objects' : `objects (a sample of ${of})`;
    return [{ name, expected: String(wanted.length), actual: String(right), passed: right === wanted.length }];
  }

  async removeRestored(identifier: string): Promise<boolean> {
    if (!(await this.exists(identifier))) return false;
    const s3 = await this.clients.s3();
    for (;;) {
      const page = await s3.listObjectVersions({ Bucket: identifier, MaxKeys: 1000 });
      const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
        Key,
        VersionId,
      }));
      if (Objects.length === 0) break;
      await s3.deleteObjects({ Bucket: identifier, Delete: { Objects, Quiet: true } });
    }
    return (await ifThere(s3.deleteBucket({ Bucket: identifier }))) !== undefined;
  }

  async tagged(environment: string): Promise<Tagged[]> {
    const s3 = await this.clients.s3();
    const { Buckets = [] } = await s3.listBuckets({});
    const named = Buckets.flatMap(({ Name = '' }) =>
      /\d{8}t\d{6}-[0-9a-f]{4}$|-[0-9a-f]{6}$/.test(Name) ? [Name] : [],
    );
    const found = await Promise.all(
      named.map(async (Bucket) => {
        const answer = await ifThere(s3.getBucketTagging({ Bucket })).catch(() => undefined); // not ours, or elsewhere
        return taggedAs('s3', 'store', Bucket, tagsOf(answer?.TagSet), environment);
      }),
    );
    return found.flat();
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `compare: aws s3 sync s3://${target} s3://${identifier} --dryrun`,
      `put back what is missing: aws s3 sync s3://${target} s3://${identifier}`,
      `or all versions at once, in place: backlot backups restore <environment> <set> --store <store> --in-place`,
    ];
  }

  /** What of the listing is to be restored: all, or with `sample` so many, evenly spread. */
  private async wanted({ snapshot, isolation }: RestoreRequest): Promise<ListedObject[] | undefined> {
    const objects = await this.listing(String(snapshot?.facts?.key));
    if (!objects || hashOf(objects) !== snapshot?.facts?.sha256) return undefined;
    const sample = typeof isolation?.sample === 'number' ? isolation.sample : objects.length;
    if (objects.length <= sample) return objects;
    return Array.from({ length: sample }, (_, at) => objects[Math.floor((at * objects.length) / sample)]).flatMap(
      (each) => each ?? [],
    );
  }

  private async listing(key: string): Promise<ListedObject[] | undefined> {
    const s3 = await this.clients.s3();
    const object = await ifThere(s3.getObject({ Bucket: this.listings.bucket, Key: key }));
    const body = await object?.Body?.transformToByteArray();
    if (!body) return undefined;
    const lines = gunzipSync(body).toString('utf8').split('\n');
    return lines.filter(Boolean).map((line) => JSON.parse(line) as ListedObject);
  }

  /** The current version of each object. */
  private async versions(bucket: string): Promise<ListedObject[]> {
    const s3 = await this.clients.s3();
    const objects: ListedObject[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await s3.listObjectVersions({ Bucket: bucket, ...marker });
      for (const { Key, VersionId, Size, ETag, IsLatest } of page.Versions ?? []) {
        if (IsLatest && Key)
          objects.push({ key: Key, version: VersionId ?? 'null', size: Size ?? 0, etag: ETag ?? '' });
      }
      if (!page.IsTruncated) return objects;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  private async current(bucket: string): Promise<ListedObject[]> {
    const s3 = await this.clients.s3();
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const objects: ListedObject[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? []) {
        objects.push({ key: Key, version: '', size: Size, etag: ETag });
      }
    }
    return objects;
  }

  /** Copies one version on the server's side; false when it is gone. */
  private async copy({ store, target }: RestoreRequest, { key, version, size }: ListedObject): Promise<boolean> {
    const s3 = await this.clients.s3();
    const CopySource = `${store.identifier}/${encodeURIComponent(key)}?versionId=${version}`;
    const to = { Bucket: target, Key: key };
    if (size <= LARGEST_COPY) return (await ifThere(s3.copyObject({ ...to, CopySource }))) !== undefined;
    const { UploadId } = await s3.createMultipartUpload(to);
    const Parts: { ETag?: string; PartNumber: number }[] = [];
    for (let from = 0; from < size; from += PART) {
      const CopySourceRange = `bytes=${from}-${Math.min(from + PART, size) - 1}`;
      const PartNumber = Parts.length + 1;
      const part = await ifThere(s3.uploadPartCopy({ ...to, UploadId, PartNumber, CopySource, CopySourceRange }));
      if (!part) {
        await s3.abortMultipartUpload({ ...to, UploadId });
        return false;
      }
      Parts.push({ ETag: part.CopyPartResult?.ETag, PartNumber });
    }
    await s3.completeMultipartUpload({ ...to, UploadId, MultipartUpload: { Parts } });
    return true;
  }
}

/** Name of a listing, below the folder of backups. */
export function listingName({ set }: Ownership, bucket: string): string {
  return `${set}/s3-${bucket}`;
}

function hashOf(objects: readonly ListedObject[]): string {
  const hash = createHash('sha256');
  for (const { key, version, size, etag } of objects) hash.update(`${JSON.stringify([key, version, size, etag])}\n`);
  return hash.digest('hex');
}
