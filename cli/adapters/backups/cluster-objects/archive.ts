import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { unpack } from '../../../../host/unpack.js';
import { objectDamaged, objectName } from '../../../kernel/stored-json.js';
import { ifThere } from '../aws-errors.js';
import type { Clients } from '../clients.js';
import type { ListingLocation } from '../s3.js';
import type { ClusterArchive } from './export-objects.js';
import { parseClusterArchive } from './parse-cluster-archive.js';

/** An export as it was stored, or why it can't be used. */
export type StoredArchive = { readonly archive: ClusterArchive } | { readonly damaged: string };

/** Exports in the state bucket: `<environment>/backups/objects/<sha256>.json.gz`, named by what they hold. */
export class ArchiveStore {
  constructor(
    private readonly clients: Clients,
    private readonly location: ListingLocation,
  ) {}

  /** Stores it unless it is there. */
  async put(
    archive: ClusterArchive,
  ): Promise<{ readonly key: string; readonly sha256: string; readonly bytes: number }> {
    const text = Buffer.from(JSON.stringify(archive));
    const sha256 = createHash('sha256').update(text).digest('hex');
    const key = `${this.prefix}${sha256}.json.gz`;
    const body = gzipSync(text);
    const s3 = await this.clients.s3();
    await s3.putObject({ Bucket: this.location.bucket, Key: key, Body: body, ContentType: 'application/gzip' });
    return { key, sha256, bytes: body.length };
  }

  /** Reads it and compares it with the hash that it is named by; undefined when it is gone. */
  async read(key: string): Promise<StoredArchive | undefined> {
    const at = { bucket: this.location.bucket, key };
    if (!this.isOurs(key)) return { damaged: 'its name is none of an export' };
    const s3 = await this.clients.s3();
    const object = await ifThere(s3.getObject({ Bucket: this.location.bucket, Key: key }));
    const body = await object?.Body?.transformToByteArray();
    if (!body) return undefined;
    try {
      const text = unpack(body, { source: objectName(at) });
      const sha256 = createHash('sha256').update(text).digest('hex');
      if (key !== `${this.prefix}${sha256}.json.gz`) return { damaged: `it has the hash ${sha256}` };
      return { archive: parseClusterArchive(text.toString(), at) };
    } catch (error) {
      return { damaged: (error as Error).message };
    }
  }

  /** @throws BacklotError `ObjectDamaged` for the name of anything but an export: states are in the bucket, too */
  async remove(key: string): Promise<boolean> {
    if (!this.isOurs(key)) {
      const named = JSON.stringify(key).slice(0, 200);
      throw objectDamaged(
        { bucket: this.location.bucket, key: this.prefix },
        `a manifest names the export ${named}, which no backup made`,
      );
    }
    const s3 = await this.clients.s3();
    const at = { Bucket: this.location.bucket, Key: key };
    if (!(await ifThere(s3.headObject(at)))) return false;
    await s3.deleteObject(at);
    return true;
  }

  async keys(): Promise<string[]> {
    const s3 = await this.clients.s3();
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.listObjectsV2({ Bucket: this.location.bucket, Prefix: this.prefix, ContinuationToken });
      found.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return found;
  }

  private isOurs(key: string): boolean {
    return key.startsWith(this.prefix) && /^[0-9a-f]{64}\.json\.gz$/.test(key.slice(this.prefix.length));
  }

  private get prefix(): string {
    return `${this.location.prefix}objects/`;
  }
}
