import { createHash } from 'node:crypto';
import { unpack } from '../../../host/unpack.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ByteObjects } from '../../adapters/aws/index.js';
import { objectName } from '../../kernel/stored-json.js';
import { EARLIER_VERSIONS } from './ledger-errors.js';
import { parseArchive } from './parse-archive.js';
import type { ReleaseArchive } from './release-archive.js';

/** Archives of releases beside the ledger, and the files that they name; each under the hash of its own bytes. */
export class ArchiveStore {
  constructor(
    private readonly objects: ByteObjects,
    private readonly bucket: string,
    private readonly environment: string,
  ) {}

  /** Keeps an archive. @returns its hash, which is that of the bytes that are stored */
  async write(archive: ReleaseArchive): Promise<string> {
    const { gzipSync, strToU8 } = await import('fflate');
    // Without the time, so that equal content has equal bytes.
    const bytes = gzipSync(strToU8(JSON.stringify(archive)), { mtime: 0, level: 6 });
    const hash = sha256(bytes);
    await this.objects.put({ bucket: this.bucket, key: this.key(hash) }, bytes, 'application/gzip');
    return hash;
  }

  /** @throws BacklotError `ArchiveMissing`, `ArchiveDamaged`, `ObjectDamaged`, `UnpackedTooLarge` */
  async read(hash: string): Promise<ReleaseArchive> {
    const at = { bucket: this.bucket, key: this.key(hash) };
    const bytes = await this.checked(at.key, hash);
    return parseArchive(unpack(bytes, { source: objectName(at) }).toString('utf8'), at, this.environment);
  }

  /** Keeps the bytes of a file. @returns their hash */
  async writeFile(bytes: Uint8Array): Promise<string> {
    const hash = sha256(bytes);
    await this.objects.put({ bucket: this.bucket, key: this.fileKey(hash) }, bytes, 'application/octet-stream');
    return hash;
  }

  /** @throws BacklotError `ArchiveMissing`, `ArchiveDamaged` */
  async readFile(hash: string): Promise<Uint8Array> {
    return this.checked(this.fileKey(hash), hash);
  }

  key(hash: string): string {
    return `${this.environment}/archives/${hash}.json.gz`;
  }

  private fileKey(hash: string): string {
    return `${this.environment}/archives/files/${hash}`;
  }

  private async checked(key: string, hash: string): Promise<Uint8Array> {
    if (!/^[0-9a-f]{64}$/.test(hash))
      throw unusable('ArchiveDamaged', key, this.environment, 'has no name of an archive');
    const bytes = await this.objects.read({ bucket: this.bucket, key });
    if (!bytes) throw unusable('ArchiveMissing', key, this.environment, 'is gone');
    if (sha256(bytes) !== hash) {
      throw unusable('ArchiveDamaged', key, this.environment, 'is not what was written: its bytes have another hash');
    }
    return bytes;
  }
}

/** SHA-256 as 64 hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function unusable(code: string, key: string, environment: string, what: string): BacklotError {
  return new BacklotError({
    code,
    message: `the archive '${key}' ${what}`,
    source: 'platform',
    hints: [EARLIER_VERSIONS],
    actions: [`backlot releases verify ${environment}`],
    details: { key },
  });
}
