import { gzipSync } from 'node:zlib';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import { objectDamaged } from '../../kernel/stored-json.js';
import { errorName, ifThere } from './aws-errors.js';
import type { Clients } from './clients.js';
import { defined } from './defined-fields.js';
import {
  copyVersion,
  currentObjects,
  hashOfListing,
  type ListedObject,
  latestVersions,
  readListing,
  removeVersions,
} from './s3-versions.js';
import {
  type Check,
  type Look,
  type Owner,
  type Ownership,
  ownershipTags,
  type Placement,
  type Restored,
  type RestoreRequest,
  type Snapshot,
  type Store,
  type StoreAdapter,
  type Tagged,
  VERSIONING,
} from './store.js';
import { tagList, tagsOf } from './tag-list.js';
import { taggedAs } from './tagged-as.js';

/** Where listings are kept. */
export interface ListingLocation {
  readonly bucket: string;
  /** `local/backups/` */
  readonly prefix: string;
}

const GONE = 'its bucket is gone, and the versions that it lists went with it';

/** Objects that are copied between two looks. */
const BATCH = 256;
const AT_ONCE = 16;

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

  async start({ identifier, attributes }: Store, id: string): Promise<Snapshot> {
    const s3 = await this.clients.s3();
    const { Status } = await s3.getBucketVersioning({ Bucket: identifier });
    if (Status !== 'Enabled' && attributes?.[VERSIONING] === 'Enabled') {
      throw new BacklotError({
        code: 'VersionsSuspended',
        message: `versioning of bucket '${identifier}' was suspended from outside: what is written overwrites what is there, so nothing of it can be backed up`,
        actions: [
          shell`aws s3api put-bucket-versioning --bucket ${identifier} --versioning-configuration Status=Enabled`,
        ],
      });
    }
    if (Status !== 'Enabled') {
      throw new BacklotError({
        code: 'NotBackedUp',
        message: `bucket '${identifier}' keeps no versions: what it holds can be made again, or declare versioned: true`,
      });
    }
    const key = `${this.listings.prefix}${id}.ndjson.gz`;
    const before = await readListing(s3, { bucket: this.listings.bucket, key });
    const objects = before ?? (await latestVersions(s3, identifier));
    const bytes = objects.reduce((sum, { size }) => sum + size, 0);
    const body = before ? undefined : gzipSync(objects.map((each) => JSON.stringify(each)).join('\n'));
    if (body) await s3.putObject({ Bucket: this.listings.bucket, Key: key, Body: body });
    const sha256 = hashOfListing(objects);
    const facts = { key, sha256, objects: objects.length };
    return { id, takenAt: this.clients.now().toISOString(), sizeBytes: bytes, facts };
  }

  async look({ identifier }: Store, snapshot: Snapshot): Promise<Look<Snapshot>> {
    const objects = await this.listing(snapshot).catch(damagedListing);
    if (!objects) return { state: 'gone' };
    if (!(await this.exists(identifier))) return { state: 'failed', reason: GONE, found: snapshot };
    const sound = objects !== DAMAGED && hashOfListing(objects) === snapshot.facts?.sha256;
    return sound
      ? { state: 'available', found: snapshot }
      : { state: 'failed', reason: 'the listing is not what was written', found: snapshot };
  }

  async remove(_: Store, { facts }: Snapshot): Promise<boolean> {
    const s3 = await this.clients.s3();
    const at = { Bucket: this.listings.bucket, Key: this.keyOf(facts) };
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
    const s3 = await this.clients.s3();
    const found = { identifier: target };
    let work = this.left.get(target);
    if (!work) {
      const wanted = await this.wanted(request);
      if (!wanted) return { state: 'failed', reason: 'the listing is gone or was changed', found };
      const there = new Map(
        (await currentObjects(await this.clients.s3(), target)).map(({ key, etag }) => [key, etag]),
      );
      work = { all: wanted.length, rest: wanted.filter(({ key, etag }) => there.get(key) !== etag) };
      this.left.set(target, work);
    }
    const batch = work.rest.splice(0, BATCH);
    for (let at = 0; at < batch.length; at += AT_ONCE) {
      const some = batch.slice(at, at + AT_ONCE);
      const reasons = await Promise.all(
        some.map((each) => copyVersion(s3, { from: request.store.identifier, to: target }, each)),
      );
      work.lost ??= reasons.find((reason) => reason !== undefined);
    }
    if (work.rest.length > 0) {
      return { state: 'creating', progress: `${work.all - work.rest.length} of ${work.all} objects`, found };
    }
    this.left.delete(target);
    if (work.lost) return { state: 'failed', reason: work.lost, found };
    return { state: 'available', found };
  }

  async countItems({ identifier }: Store): Promise<number | undefined> {
    return (await currentObjects(await this.clients.s3(), identifier)).length;
  }

  async checks(request: RestoreRequest): Promise<Check[]> {
    const wanted = await this.wanted(request);
    if (!wanted) {
      const actual = 'the listing is gone, or not what was written';
      return [{ name: 'objects', expected: 'those of the listing', actual, passed: false }];
    }
    const there = new Map(
      (await currentObjects(await this.clients.s3(), request.target)).map(({ key, size }) => [key, size]),
    );
    const lost = wanted.filter(({ key, size }) => there.get(key) !== size);
    const of = request.snapshot?.facts?.objects;
    const name = of === wanted.length ? 'objects' : `objects (a sample of ${of}, evenly spread)`;
    const expected = wanted.length === 0 ? 'none, as recorded' : String(wanted.length);
    const right = wanted.length - lost.length;
    const actual = lost[0] ? `${right}; ${JSON.stringify(lost[0].key)} is missing or another` : String(right);
    return [{ name, expected, actual, passed: lost.length === 0, counts: true }];
  }

  async removeRestored(identifier: string): Promise<boolean> {
    if (!(await this.exists(identifier))) return false;
    const s3 = await this.clients.s3();
    await removeVersions(s3, identifier);
    return (await ifThere(s3.deleteBucket({ Bucket: identifier }))) !== undefined;
  }

  async tagged(owner: Owner): Promise<Tagged[]> {
    const s3 = await this.clients.s3();
    const { Buckets = [] } = await s3.listBuckets({});
    const named = Buckets.flatMap(({ Name = '' }) =>
      /\d{8}t\d{6}-[0-9a-f]{4}$|-[0-9a-f]{6}$/.test(Name) ? [Name] : [],
    );
    const found = await Promise.all(
      named.map(async (Bucket) => {
        const answer = await ifThere(s3.getBucketTagging({ Bucket })).catch(() => undefined); // not ours, or elsewhere
        return taggedAs('s3', 'store', Bucket, tagsOf(answer?.TagSet), owner);
      }),
    );
    return found.flat();
  }

  cutOver({ identifier }: Store, target: string): string[] {
    return [
      `compare: aws s3 sync s3://${target} s3://${identifier} --dryrun`,
      `put back what is missing: aws s3 sync s3://${target} s3://${identifier}`,
      `or all versions at once, in place: backlot backups restore <environment> <set> --store <store> --in-place`,
      `when it has served: backlot backups prune <environment> --restored ${target}`,
    ];
  }

  /** Key of a listing, as a manifest names it: in a bucket that also holds states, only what backups put there. */
  private keyOf(facts: Snapshot['facts']): string {
    const { bucket, prefix } = this.listings;
    const key = String(facts?.key);
    if (
      key.startsWith(prefix) &&
      /^\d{8}t\d{6}-[0-9a-f]{4}\/s3-[a-z0-9.-]+\.ndjson\.gz$/.test(key.slice(prefix.length))
    )
      return key;
    throw objectDamaged(
      { bucket, key: prefix },
      `a manifest names the listing ${JSON.stringify(key).slice(0, 200)}, which no backup made`,
    );
  }

  private async listing(snapshot: Snapshot | undefined): Promise<ListedObject[] | undefined> {
    const at = { bucket: this.listings.bucket, key: this.keyOf(snapshot?.facts) };
    return readListing(await this.clients.s3(), at);
  }

  /** What of the listing is to be restored: all, or with `sample` so many, evenly spread. */
  private async wanted({ snapshot, isolation }: RestoreRequest): Promise<readonly ListedObject[] | undefined> {
    const objects = await this.listing(snapshot).catch(damagedListing);
    if (!objects || objects === DAMAGED || hashOfListing(objects) !== snapshot?.facts?.sha256) return undefined;
    const sample = typeof isolation?.sample === 'number' ? isolation.sample : objects.length;
    if (objects.length <= sample) return objects;
    return Array.from({ length: sample }, (_, at) => objects[Math.floor((at * objects.length) / sample)]).flatMap(
      (each) => each ?? [],
    );
  }
}

/** Stands for a listing that can't be read as one. */
const DAMAGED: readonly ListedObject[] = [];

/** A listing of another shape is as good as one of another hash; what is no BacklotError is a defect. */
function damagedListing(error: unknown): readonly ListedObject[] {
  if (error instanceof BacklotError) return DAMAGED;
  throw error;
}

/** Name of a listing, below the folder of backups. */
export function listingName({ set }: Ownership, bucket: string): string {
  return `${set}/s3-${bucket}`;
}
