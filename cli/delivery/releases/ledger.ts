import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { LedgerFault } from './ledger-fault.js';
import { type ReleaseRecord, readRecord, recordHash, writeRecord } from './release-record.js';
import { shapedRecord } from './shaped-record.js';
import { Verdicts } from './verdicts.js';

/** A record with the hash that its stored bytes have. */
export interface LedgerEntry {
  readonly record: ReleaseRecord;
  readonly hash: string;
  readonly key: string;
}

/**
 * The releases of one environment: numbered objects beside its states. Each is written once, on the condition that nobody
 * has taken its number, and names the hash of the one before, so that a change of any byte shows.
 */
export class Ledger {
  /** How canaries ended that were not followed to their end. */
  readonly verdicts: Verdicts;

  constructor(
    private readonly objects: ConditionalObjects,
    private readonly bucket: string,
    private readonly environment: string,
  ) {
    this.verdicts = new Verdicts(objects, bucket, environment);
  }

  /** Adds a record behind the newest. Somebody who adds one at the same time gets the next number. */
  async append(record: Omit<ReleaseRecord, 'number' | 'previous' | 'environment'>): Promise<LedgerEntry> {
    for (;;) {
      // What is there now is chained, also when somebody has altered it: a release must not go unrecorded over that.
      const last = (await this.numbers()).at(-1);
      const number = (last ?? 0) + 1;
      const { environment } = this;
      const previous = last === undefined ? {} : { previous: recordHash(await this.body(last)) };
      const full: ReleaseRecord = { number, environment, ...previous, ...record };
      const body = writeRecord(full);
      const key = this.key(number);
      if (await this.objects.put({ bucket: this.bucket, key }, body, 'absent')) {
        return { record: full, hash: recordHash(body), key };
      }
    }
  }

  /** The newest entry; undefined when there is none. @throws BacklotError `LedgerDamaged` */
  async newest(): Promise<LedgerEntry | undefined> {
    const number = (await this.numbers()).at(-1);
    return number === undefined ? undefined : this.read(number);
  }

  /** How many there are. */
  async count(): Promise<number> {
    return (await this.numbers()).length;
  }

  /** All entries, newest first. @throws BacklotError `LedgerDamaged` */
  async list(limit = Number.POSITIVE_INFINITY): Promise<LedgerEntry[]> {
    const numbers = (await this.numbers()).reverse().slice(0, limit);
    return Promise.all(numbers.map((number) => this.read(number)));
  }

  /** All that are as they were written, newest first, each read when it is asked for. */
  async *newestFirst(): AsyncGenerator<LedgerEntry> {
    for (const number of (await this.numbers()).reverse()) {
      const body = await this.body(number);
      const record = shapedRecord(readRecord(body), this.environment);
      if (record?.number === number) yield { record, hash: recordHash(body), key: this.key(number) };
    }
  }

  /** One entry. @throws BacklotError `UnknownRelease` (exit code 3) naming the newest, `LedgerDamaged` */
  async get(number: number): Promise<LedgerEntry> {
    const numbers = await this.numbers();
    if (numbers.includes(number)) return this.read(number);
    const known = numbers.slice(-5).join(', ');
    throw new BacklotError({
      code: 'UnknownRelease',
      message: `'${this.environment}' has no release ${number}; ${known ? `the newest are ${known}` : 'it has none yet'}`,
      exitCode: 3,
      actions: [`backlot releases list ${this.environment}`],
    });
  }

  /** Follows the chain from the first to the newest. @returns what is wrong; nothing when all is as it was written */
  async verify(): Promise<LedgerFault[]> {
    const numbers = await this.numbers();
    const bodies = await Promise.all(numbers.map((number) => this.body(number)));
    const faults: LedgerFault[] = [];
    let previous: string | undefined;
    let expected = 1;
    for (const [at, number] of numbers.entries()) {
      const fault = (reason: string) => faults.push({ key: this.key(number), number, reason });
      if (number !== expected)
        fault(`release ${expected === number - 1 ? expected : `${expected} to ${number - 1}`} is gone`);
      const body = bodies[at] ?? '';
      const record = shapedRecord(readRecord(body), this.environment);
      const gap = number !== expected;
      if (!record) fault('its content is not what was written');
      else if (record.number !== number) fault(`it says that it is release ${record.number}`);
      else if (!gap && record.previous !== previous) {
        fault(`release ${number - 1} is not what it was when this one was written`);
      }
      previous = recordHash(body);
      expected = number + 1;
    }
    const records = bodies.map((body) => ({ record: readRecord(body), hash: recordHash(body) }));
    return [...faults, ...(await this.verdicts.verify(records))];
  }

  private async read(number: number): Promise<LedgerEntry> {
    const body = await this.body(number);
    const record = shapedRecord(readRecord(body), this.environment);
    if (!record || record.number !== number) throw damaged(this.environment, this.key(number));
    return { record, hash: recordHash(body), key: this.key(number) };
  }

  private async body(number: number): Promise<string> {
    return (await this.objects.read({ bucket: this.bucket, key: this.key(number) }))?.body ?? '';
  }

  private async numbers(): Promise<number[]> {
    const keys = await this.objects.keys(this.bucket, `${this.environment}/releases/`);
    return keys.flatMap((key) => {
      const digits = /\/(\d{8})\.json$/.exec(key)?.[1];
      return digits === undefined ? [] : [Number(digits)];
    });
  }

  private key(number: number): string {
    return `${this.environment}/releases/${String(number).padStart(8, '0')}.json`;
  }
}

function damaged(environment: string, key: string): BacklotError {
  return new BacklotError({
    code: 'LedgerDamaged',
    message: `the release record '${key}' is not what was written`,
    source: 'platform',
    hints: ['the bucket keeps earlier versions of the object: restore one (aws s3api list-object-versions)'],
    actions: [`backlot releases verify ${environment}`],
    details: { key },
  });
}
