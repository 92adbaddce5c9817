import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { LedgerFault } from './ledger-fault.js';
import { type ReleaseRecord, type ReleaseVerdict, readRecord, recordHash, writeRecord } from './release-record.js';

/** How the canary of one service of a release ended, known after the release was recorded. */
export interface LateVerdict extends ReleaseVerdict {
  /** Number of the release. */
  readonly release: number;
  /** Hash of the release's record: the verdict is chained to it. */
  readonly of: string;
  readonly service: string;
  /** ISO 8601: when it was seen. */
  readonly at: string;
}

/** A verdict as it is stored. */
export interface StoredVerdict {
  readonly key: string;
  readonly hash: string;
  readonly verdict: LateVerdict;
}

/**
 * Verdicts beside the records of releases: each an object that is written once and names the record that it is about. The
 * next record names them in turn, so that none can go or be altered unseen.
 */
export class Verdicts {
  constructor(
    private readonly objects: ConditionalObjects,
    private readonly bucket: string,
    private readonly environment: string,
  ) {}

  /** Keeps a verdict; the first one on a service of a release stays. @returns whether it was the first */
  async add(verdict: LateVerdict): Promise<boolean> {
    const key = `${this.prefix}${String(verdict.release).padStart(8, '0')}.${verdict.service}.verdict.json`;
    const put = await this.objects.put({ bucket: this.bucket, key }, writeRecord(verdict), 'absent');
    return put !== undefined;
  }

  /** Those that are as they were written. */
  async list(): Promise<StoredVerdict[]> {
    const stored = await this.read();
    return stored.flatMap(({ key, body }) => {
      const verdict = readRecord<LateVerdict>(body);
      return verdict ? [{ key, hash: recordHash(body), verdict }] : [];
    });
  }

  /** What is wrong with them, by the records of the releases. */
  async verify(
    records: readonly { readonly record: ReleaseRecord | undefined; readonly hash: string }[],
  ): Promise<LedgerFault[]> {
    const stored = await this.read();
    const faults: LedgerFault[] = [];
    const found = new Map(stored.map(({ key, body }) => [key, recordHash(body)]));
    for (const { key, body } of stored) {
      const verdict = readRecord<LateVerdict>(body);
      const number = Number(/\/(\d{8})\./.exec(key)?.[1]);
      const of = records.find(({ record }) => record?.number === number);
      if (!verdict) faults.push({ key, number, reason: 'its content is not what was written' });
      else if (of?.hash !== verdict.of)
        faults.push({ key, number, reason: `release ${number} is not the one that it is about` });
    }
    for (const { record } of records) {
      for (const [key, hash] of Object.entries(record?.verdicts ?? {})) {
        const number = record?.number ?? 0;
        if (!found.has(key)) faults.push({ key, number, reason: `it is gone; release ${number} names it` });
        else if (found.get(key) !== hash) {
          faults.push({ key, number, reason: `it is not what it was when release ${number} was written` });
        }
      }
    }
    return faults;
  }

  private async read(): Promise<{ key: string; body: string }[]> {
    const keys = (await this.objects.keys(this.bucket, this.prefix)).filter((key) => key.endsWith('.verdict.json'));
    return Promise.all(
      keys.map(async (key) => ({ key, body: (await this.objects.read({ bucket: this.bucket, key }))?.body ?? '' })),
    );
  }

  private get prefix(): string {
    return `${this.environment}/releases/`;
  }
}
