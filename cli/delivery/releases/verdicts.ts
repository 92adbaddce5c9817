import type { ConditionalObjects, ObjectLock } from '../../adapters/aws/index.js';
import type { LedgerFault } from './ledger-fault.js';
import type { LedgerTrust } from './ledger-trust.js';
import type { ReleaseRecord } from './release-record.js';
import { readSignature, recordHash, writeRecord } from './sealed-record.js';
import { type LateVerdict, shapedVerdict } from './shaped-verdict.js';

export type { LateVerdict } from './shaped-verdict.js';

/** A verdict as it is stored. */
export interface StoredVerdict {
  readonly key: string;
  readonly hash: string;
  readonly verdict: LateVerdict;
}

/** Where verdicts are, and what tells the environment's own from forged ones. */
export interface VerdictsProps {
  readonly objects: ConditionalObjects;
  readonly bucket: string;
  readonly environment: string;
  readonly trust: LedgerTrust;
}

/**
 * Verdicts beside the records of releases: each an object that is written once, signed as the records are, and names the record
 * that it is about. The next record names them in turn, so that none can go or be altered unseen.
 */
export class Verdicts {
  constructor(private readonly props: VerdictsProps) {}

  /** Keeps a verdict; the first one on a service of a release stays. @returns whether it was the first */
  async add(verdict: LateVerdict): Promise<boolean> {
    const { bucket, objects, trust } = this.props;
    const key = `${this.prefix}${String(verdict.release).padStart(8, '0')}.${verdict.service}.verdict.json`;
    const body = writeRecord(verdict, await trust.sign(key, verdict));
    return (await objects.put({ bucket, key }, body, 'absent')) !== undefined;
  }

  /** Those that are as they were written, and by whom they say. */
  async list(): Promise<StoredVerdict[]> {
    const stored = await this.read();
    const judged = stored.map(async ({ key, body }) => {
      const verdict = shapedVerdict(body);
      if (!verdict || verdict.release !== numberIn(key)) return [];
      const { fault } = await this.props.trust.judge(key, body, verdict.release);
      return fault ? [] : [{ key, hash: recordHash(body), verdict }];
    });
    return (await Promise.all(judged)).flat();
  }

  /** What is wrong with them, by the records of the releases. */
  async verify(
    records: readonly { readonly record: ReleaseRecord | undefined; readonly hash: string }[],
  ): Promise<LedgerFault[]> {
    const stored = await this.read();
    const { head } = await this.props.trust.trusted();
    const faults: LedgerFault[] = [];
    const found = new Map(stored.map(({ key, body }) => [key, recordHash(body)]));
    const named = new Set(records.flatMap(({ record }) => Object.keys(record?.verdicts ?? {})));
    for (const { key, body } of stored) {
      const verdict = shapedVerdict(body);
      const number = numberIn(key);
      const fault = (kind: LedgerFault['kind'], reason: string) => faults.push({ key, number, kind, reason });
      const of = records.find(({ record }) => record?.number === number);
      const judged = (await this.props.trust.judge(key, body, number)).fault;
      if (!verdict) fault('altered', 'its content is not what was written');
      else if (judged) fault(judged.kind, judged.reason);
      // What nobody signed counts while a record vouches for it, or nothing ever was signed.
      else if (head && !readSignature(body) && !named.has(key))
        fault('unsigned', 'it is not signed, and no record names it');
      else if (of?.hash !== verdict.of) fault('altered', `release ${number} is not the one that it is about`);
    }
    for (const { record } of records) {
      for (const [key, hash] of Object.entries(record?.verdicts ?? {})) {
        const number = record?.number ?? 0;
        if (!found.has(key)) {
          faults.push({ key, number, kind: 'missing', reason: `it is gone; release ${number} names it` });
        } else if (found.get(key) !== hash) {
          const reason = `it is not what it was when release ${number} was written`;
          faults.push({ key, number, kind: 'altered', reason });
        }
      }
    }
    return faults;
  }

  /** What keeps each of them from being deleted, whatever they say. */
  async locks(): Promise<{ readonly key: string; readonly number: number; readonly lock?: ObjectLock }[]> {
    return (await this.read()).map(({ key, lock }) => ({ key, number: numberIn(key), ...(lock ? { lock } : {}) }));
  }

  private async read(): Promise<{ key: string; body: string; lock?: ObjectLock }[]> {
    const { bucket, objects } = this.props;
    // What lies in a folder below is none.
    const keys = (await objects.keys(bucket, this.prefix)).filter((key) =>
      /\/releases\/[^/]+\.verdict\.json$/.test(key),
    );
    return Promise.all(
      keys.map(async (key) => {
        const { body = '', lock } = (await objects.read({ bucket, key })) ?? {};
        return { key, body, ...(lock ? { lock } : {}) };
      }),
    );
  }

  private get prefix(): string {
    return `${this.props.environment}/releases/`;
  }
}

function numberIn(key: string): number {
  return Number(/\/(\d{8})\./.exec(key)?.[1]);
}
