import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LedgerSigning } from '../../adapters/aws/index.js';
import { damagedRecord, forgedLedger, keyMissing, unknownRelease } from './ledger-errors.js';
import type { LedgerFault } from './ledger-fault.js';
import type { LedgerHead } from './ledger-head.js';
import { LedgerObjects, type LedgerObjectsProps, type StoredRecord } from './ledger-objects.js';
import { LedgerTrust } from './ledger-trust.js';
import { pinnedBefore } from './pinned-records.js';
import type { ReleaseRecord } from './release-record.js';
import { readRecord, readSignature, recordHash, writeRecord } from './sealed-record.js';
import { shapedRecord } from './shaped-record.js';
import { Verdicts } from './verdicts.js';

/** A record with the hash that its stored bytes have. */
export interface LedgerEntry {
  readonly record: ReleaseRecord;
  readonly hash: string;
  readonly key: string;
}

/** Where a ledger is, and what keeps it from being forged. */
export interface LedgerProps extends LedgerObjectsProps {
  /** @default undefined: records are sealed and chained, and not signed */
  readonly signing?: LedgerSigning | undefined;
  /** Told in a line each what a person should know of a record that was added. @default nobody is told */
  readonly tell?: (message: string) => void;
  /** For how long a head is waited for that must be there and isn't shown. @default 8 seconds */
  readonly shownMs?: number;
}

/**
 * The releases of one environment: numbered objects beside its states. Each is written once, on the condition that nobody
 * has taken its number, and names the hash of the one before, so that a change of any byte shows. Where the environment has a
 * key for it each is signed, and a head outside of the bucket says how far they had come: nobody who can only write the
 * bucket adds a record, or takes the newest away, unseen.
 */
export class Ledger {
  /** How canaries ended that were not followed to their end. */
  readonly verdicts: Verdicts;
  readonly trust: LedgerTrust;
  private readonly objects: LedgerObjects;
  private readonly environment: string;
  private readonly tell: (message: string) => void;
  private pinned: Promise<ReadonlySet<number>> | undefined;

  constructor({ objects, bucket, environment, signing, shownMs, tell = () => {} }: LedgerProps) {
    this.objects = new LedgerObjects({ objects, bucket, environment });
    this.environment = environment;
    this.tell = tell;
    this.trust = new LedgerTrust(signing, environment, shownMs);
    this.verdicts = new Verdicts({ objects, bucket, environment, trust: this.trust });
  }

  /**
   * Adds a record behind the newest. Somebody who adds one at the same time gets the next number. A number that the head
   * knows is never used again, so that what is gone stays seen.
   *
   * @throws BacklotError what signing throws, and `LedgerKeyMissing`: nothing is written then.
   */
  async append(record: Omit<ReleaseRecord, 'number' | 'previous' | 'environment'>): Promise<LedgerEntry> {
    const { current, head, unusable } = await this.trust.renewed();
    if (unusable) throw unusable;
    if (!current && head) throw keyMissing(this.environment);
    for (;;) {
      // One that was begun here, before the number was lost to somebody else, holds.
      const { head } = await this.trust.trusted();
      // What is there now is chained, also when somebody has altered it: a release must not go unrecorded over that.
      const { number, last } = await this.next(head?.count ?? 0);
      const { environment } = this;
      const previous = last === undefined ? {} : { previous: recordHash(await this.body(last)) };
      const full: ReleaseRecord = { number, environment, ...previous, ...record };
      const key = this.key(number);
      const signature = await this.trust.sign(key, full);
      // Before the first signed record: whoever finds one without a head then knows that the head was taken away.
      if (signature && !head && !(await this.beginHead(last ?? 0, previous.previous))) continue;
      const body = writeRecord(full, signature);
      if (await this.objects.add(number, body)) {
        const hash = recordHash(body);
        if (signature) await this.moveHead(number, hash);
        else this.tellUnsigned(number);
        return { record: signature ? { ...full, signature } : full, hash, key };
      }
    }
  }

  /**
   * Makes sure that what is about to be done can be recorded: before anything is touched.
   *
   * @param makesKey the run itself makes the key where it is missing
   * @throws BacklotError `LedgerKeyMissing`, `LedgerKeyUnusable`, `LedgerKeyDenied`, `LedgerKeyUnreachable`
   */
  async assertRecordable(makesKey = false): Promise<void> {
    const { current, head, unusable } = await this.trust.trusted();
    if (unusable) throw unusable;
    if (current) await this.trust.sign(`${this.environment}/try`, { at: new Date().toISOString() });
    else if (head && !makesKey) throw keyMissing(this.environment);
  }

  /** What is wrong with how the ledger ends, at the cost of a few reads; undefined when all is as the head says. */
  async doubt(): Promise<LedgerFault | undefined> {
    const { head, lost } = await this.trust.trusted();
    const number = (await this.numbers()).at(-1);
    if (head && head.count > (number ?? 0)) {
      return { key: this.key(head.count), number: head.count, kind: 'missing', reason: goneSince(number, head.count) };
    }
    if (number === undefined) return undefined;
    const stored = await this.stored(number);
    const fault = await this.faultOf(stored);
    if (fault) return fault;
    if (!head && lost && readSignature(stored.body)) {
      if ((await this.trust.headShown()).head) return this.doubt();
      return { key: stored.key, number, kind: 'head', reason: `nothing tells how far the ledger had come: ${lost}` };
    }
    if (!head?.hash) return undefined;
    return this.differs(head, head.count === number ? stored : await this.stored(head.count));
  }

  /** Refuses to rely on a ledger whose end is not what the head says. @throws BacklotError `LedgerForged` */
  async assertWhole(): Promise<void> {
    const fault = await this.doubt();
    if (fault) throw forgedLedger(this.environment, fault);
  }

  /** The newest entry; undefined when there is none. @throws BacklotError `LedgerDamaged`, `LedgerForged` */
  async newest(): Promise<LedgerEntry | undefined> {
    const number = (await this.numbers()).at(-1);
    return number === undefined ? undefined : this.read(number);
  }

  /** All entries, newest first. @throws BacklotError `LedgerDamaged`, `LedgerForged` */
  async list(limit = Number.POSITIVE_INFINITY): Promise<LedgerEntry[]> {
    const numbers = (await this.numbers()).reverse().slice(0, limit);
    return Promise.all(numbers.map((number) => this.read(number)));
  }

  /** All that are as they were written, and by whom they say, newest first, each read when it is asked for. */
  async *newestFirst(): AsyncGenerator<LedgerEntry> {
    for (const number of (await this.numbers()).reverse()) {
      const stored = await this.stored(number);
      if (!((await this.faultOf(stored)) ?? (await this.loosened(stored)))) yield entryOf(stored);
    }
  }

  /** One entry. @throws BacklotError `UnknownRelease` (exit code 3) naming the newest, `LedgerDamaged`, `LedgerForged` */
  async get(number: number): Promise<LedgerEntry> {
    const numbers = await this.numbers();
    if (numbers.includes(number)) return this.read(number);
    throw unknownRelease(this.environment, number, numbers.slice(-5));
  }

  /** All records as they are stored, oldest first. */
  async all(): Promise<StoredRecord[]> {
    return Promise.all((await this.numbers()).map((number) => this.stored(number)));
  }

  /** Why one record must not be relied on, by itself; undefined when it can be. */
  async faultOf({ key, number, body }: StoredRecord): Promise<LedgerFault | undefined> {
    const fault = (kind: LedgerFault['kind'], reason: string) => ({ key, number, kind, reason });
    const record = readRecord<ReleaseRecord>(body);
    if (!record) return fault('altered', 'its content is not what was written');
    if (record.number !== number) return fault('misplaced', `it says that it is release ${record.number}`);
    if (record.environment !== this.environment) {
      return fault('misplaced', `it is a release of '${record.environment}'`);
    }
    if (!shapedRecord(record, this.environment)) return fault('altered', 'it has not the form of a record');
    const judged = await this.trust.judge(key, body, number);
    return judged.fault && fault(judged.fault.kind, judged.fault.reason);
  }

  /** The key of the object of a release. */
  key(number: number): string {
    return this.objects.key(number);
  }

  private differs(
    head: { count: number; hash?: string },
    { key, number, body }: StoredRecord,
  ): LedgerFault | undefined {
    if (!head.hash || head.count !== number || recordHash(body) === head.hash) return undefined;
    return { key, number, kind: 'head', reason: 'it is not the record that the head of the ledger names' };
  }

  private async read(number: number): Promise<LedgerEntry> {
    const stored = await this.stored(number);
    const fault = (await this.faultOf(stored)) ?? (await this.loosened(stored));
    if (!fault) return entryOf(stored);
    const damaged = fault.kind === 'altered' || !readRecord(stored.body);
    throw damaged ? damagedRecord(this.environment, stored.key) : forgedLedger(this.environment, fault);
  }

  /** Why a record that nobody signed must not be relied on: the first signed one pins those before it. */
  private async loosened({ key, number, body }: StoredRecord): Promise<LedgerFault | undefined> {
    const { head } = await this.trust.trusted();
    if (!head || readSignature(body) || number >= head.signedFrom) return undefined;
    this.pinned ??= this.pinnedBy(head);
    if ((await this.pinned).has(number)) return undefined;
    return { key, number, kind: 'altered', reason: `it is not what it was when release ${head.signedFrom} was signed` };
  }

  private async pinnedBy(head: LedgerHead): Promise<ReadonlySet<number>> {
    const first = await this.stored(head.signedFrom);
    const record = (await this.faultOf(first)) ? undefined : readRecord<ReleaseRecord>(first.body);
    return pinnedBefore(head, record, await this.numbers(), (number) => this.body(number));
  }

  /**
   * The number that the next record gets, and the one that it is chained to: what somebody else put there far ahead moves no
   * number. @throws BacklotError `LedgerForged` when there is none left
   */
  private async next(count: number): Promise<{ number: number; last: number | undefined }> {
    const numbers = await this.numbers();
    const { value: newest } = await this.newestFirst().next();
    let number = Math.max(newest?.record.number ?? 0, count) + 1;
    while (numbers.includes(number)) number += 1;
    if (number <= LAST) return { number, last: numbers.filter((each) => each < number).at(-1) };
    const reason = 'no release has so high a number, and none is left for the next';
    throw forgedLedger(this.environment, { key: this.key(LAST), number: LAST, kind: 'misplaced', reason });
  }

  private stored(number: number): Promise<StoredRecord> {
    return this.objects.read(number);
  }

  private async body(number: number): Promise<string> {
    return (await this.stored(number)).body;
  }

  private numbers(): Promise<number[]> {
    return this.objects.numbers();
  }

  /**
   * Of what was signed before, where a head was lost, the lowest number says from when on all is.
   *
   * @returns false when there is one after all, which was not shown yet
   */
  private async beginHead(count: number, hash: string | undefined): Promise<boolean> {
    const signed = (await this.all()).find(({ body }) => readSignature(body) !== undefined);
    if (signed && (await this.trust.headShown()).head) return false;
    await this.trust.moveHead({
      count,
      ...(hash ? { hash } : {}),
      signedFrom: signed?.number ?? count + 1,
      ...(signed ? { restartedAt: count + 1 } : {}),
    });
    return true;
  }

  /** The record is written: that the head stays behind makes nothing false, and the next record moves it. */
  private async moveHead(count: number, hash: string): Promise<void> {
    const { head } = await this.trust.trusted();
    const { signedFrom = count, restartedAt } = head ?? {};
    try {
      await this.trust.moveHead({ count, hash, signedFrom, ...(restartedAt ? { restartedAt } : {}) });
    } catch (error) {
      if (!(error instanceof BacklotError)) throw error;
      this.tell(`release ${count} is recorded, and the head of the ledger stays behind: ${error.message}`);
    }
  }

  private tellUnsigned(number: number): void {
    if (!this.trust.signs) return;
    const { environment } = this;
    this.tell(
      `release ${number} is not signed, as '${environment}' has no key for it yet: backlot bootstrap ${environment}`,
    );
  }
}

/** The highest number that the name of a record has room for. */
const LAST = 99_999_999;

function entryOf({ key, body }: StoredRecord): LedgerEntry {
  const record = readRecord<ReleaseRecord>(body);
  if (!record) throw new Error(`'${key}' was read before`);
  return { record, hash: recordHash(body), key };
}

/** What is gone behind the last record that is there, by the head. */
export function goneSince(last: number | undefined, head: number): string {
  const what = goneBetween((last ?? 0) + 1, head);
  return `${what}: the head of the ledger tells of release ${head}${last === undefined ? ', and none is left' : ''}`;
}

/** `releases 6 to 7 are gone` */
export function goneBetween(first: number, last: number): string {
  return first === last ? `release ${first} is gone` : `releases ${first} to ${last} are gone`;
}
