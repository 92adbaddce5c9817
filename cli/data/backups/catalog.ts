import { createHash } from 'node:crypto';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import { unknownName } from '../../kernel/unknown-name.js';
import { type BackupSet, isBackupSetId } from './backup-set.js';
import { parseBackupSet } from './parse-backup-set.js';

/** A manifest as it is stored. */
export interface CatalogEntry {
  readonly id: string;
  readonly key: string;
  /** Names this content, for a conditional put. */
  readonly etag: string;
  /** Hash over its bytes; the next set names it. */
  readonly seal: string;
  /** Undefined when it isn't what was written. */
  readonly set?: BackupSet;
}

/** An entry whose content is what was written. */
export type SoundEntry = CatalogEntry & { readonly set: BackupSet };

/** What is wrong with one manifest. */
export interface CatalogFault {
  readonly id: string;
  readonly key: string;
  readonly reason: string;
}

/** The backup sets of one environment: one sealed manifest each in the state bucket, `<environment>/backups/<id>.json`. */
export class BackupCatalog {
  constructor(
    private readonly objects: ConditionalObjects,
    readonly bucket: string,
    readonly environment: string,
  ) {}

  /** All, newest first, damaged ones too. */
  async list(): Promise<CatalogEntry[]> {
    const keys = await this.objects.keys(this.bucket, `${this.environment}/backups/`);
    const ids = keys.flatMap((key) => {
      const id = key.slice(`${this.environment}/backups/`.length).replace(/\.json$/, '');
      return key.endsWith('.json') && isBackupSetId(id) ? [id] : [];
    });
    const entries = await Promise.all(ids.reverse().map((id) => this.find(id)));
    return entries.filter((entry) => entry !== undefined);
  }

  /** One set. @throws BacklotError `UnknownBackup` (exit code 3) naming the newest, `BackupDamaged` */
  async read(id: string): Promise<SoundEntry> {
    const entry = isBackupSetId(id) ? await this.find(id) : undefined;
    if (!entry) {
      const known = (await this.list()).slice(0, 5).map((each) => each.id);
      throw unknownName({
        code: 'UnknownBackup',
        given: id,
        known,
        message: `'${this.environment}' has no backup set '${id}'; ${known.length > 0 ? `the newest are ${known.join(', ')}` : 'it has none yet'}`,
        actions: [`backlot backups ${known.length > 0 ? 'list' : 'create'} ${this.environment}`],
      });
    }
    if (!isSound(entry)) throw damaged(entry.key, this.environment);
    return entry;
  }

  /** Writes a new manifest; undefined when there is one of its id. */
  async add(set: BackupSet): Promise<SoundEntry | undefined> {
    const body = seal(set);
    const key = this.key(set.id);
    const etag = await this.objects.put({ bucket: this.bucket, key }, body, 'absent');
    return etag === undefined ? undefined : { id: set.id, key, etag, seal: sealOf(body), set };
  }

  /** Replaces exactly the manifest that was read. @throws BacklotError `BackupChanged` when somebody else wrote it */
  async replace(entry: CatalogEntry, set: BackupSet): Promise<SoundEntry> {
    const body = seal(set);
    const etag = await this.objects.put({ bucket: this.bucket, key: entry.key }, body, { etag: entry.etag });
    if (etag !== undefined) return { ...entry, etag, seal: sealOf(body), set };
    throw new BacklotError({
      code: 'BackupChanged',
      message: `somebody else works on backup set '${set.id}' of '${this.environment}'`,
      actions: [`backlot backups show ${this.environment} ${set.id}`],
    });
  }

  /** Follows the chain of manifests. @returns what is wrong; nothing when all is as it was written */
  async verify(): Promise<CatalogFault[]> {
    const entries = (await this.list()).reverse();
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    return entries.flatMap(({ id, key, set }) => {
      if (!set) return [{ id, key, reason: 'its content is not what was written' }];
      if (set.id !== id) return [{ id, key, reason: `it says that it is ${set.id}` }];
      if (!set.previous) return [];
      const before = byId.get(set.previous.id);
      if (!before) return [{ id: set.previous.id, key: this.key(set.previous.id), reason: 'it is gone' }];
      const seals = [before.seal, before.set?.sealBefore];
      if (!before.set || seals.includes(set.previous.seal)) return [];
      return [{ id: before.id, key: before.key, reason: `it is not what it was when ${id} was made` }];
    });
  }

  private async find(id: string): Promise<CatalogEntry | undefined> {
    const key = this.key(id);
    const object = await this.objects.read({ bucket: this.bucket, key });
    return object && { id, key, etag: object.etag, seal: sealOf(object.body), set: this.sound(object.body, key) };
  }

  /** The set of stored bytes; undefined when they aren't what was written, or it is of another environment. */
  private sound(body: string, key: string): BackupSet | undefined {
    const opened = open(body);
    const set = opened === undefined ? undefined : parseBackupSet(opened, { bucket: this.bucket, key });
    return set?.environment === this.environment ? set : undefined;
  }

  private key(id: string): string {
    return `${this.environment}/backups/${id}.json`;
  }
}

/** Whether an entry is what was written. */
export function isSound(entry: CatalogEntry): entry is SoundEntry {
  return entry.set !== undefined && entry.set.id === entry.id;
}

/** The bytes of a manifest, closed with a hash of all that is before it. */
function seal(set: BackupSet): string {
  const body = JSON.stringify(set, undefined, 2).slice(0, -2);
  return `${body},\n  "seal": "${hash(body)}"\n}\n`;
}

/** The text of a manifest without its seal; undefined when they are not exactly what {@link seal} gave. */
function open(body: string): string | undefined {
  const sealed = /^(?<open>[\s\S]*),\n {2}"seal": "(?<seal>[0-9a-f]{64})"\n\}\n$/.exec(body)?.groups;
  if (!sealed?.open || hash(sealed.open) !== sealed.seal) return undefined;
  return `${sealed.open}\n}`;
}

function sealOf(body: string): string {
  return hash(body);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function damaged(key: string, environment: string): BacklotError {
  return new BacklotError({
    code: 'BackupDamaged',
    message: `the manifest '${key}' is not what was written: nothing is restored from it`,
    source: 'platform',
    hints: ['the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)'],
    actions: [`backlot backups list ${environment}`],
    details: { key },
  });
}
