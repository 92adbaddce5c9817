import { goneBetween, goneSince, type Ledger } from './ledger.js';
import type { LedgerFault } from './ledger-fault.js';
import type { StoredRecord } from './ledger-objects.js';
import type { RecordLock } from './record-locks.js';
import type { ReleaseRecord } from './release-record.js';
import { readRecord, readSignature, recordHash } from './sealed-record.js';

/** What following a ledger from its first record to its newest showed. */
export interface LedgerAudit {
  readonly faults: readonly LedgerFault[];
  readonly releases: number;
  /** Records that carry a signature. */
  readonly signed: number;
  /** How far the head says that the ledger had come. @default there is no head */
  readonly head?: number;
  /** What is no fault, and should be known. */
  readonly notes: readonly string[];
  /** What keeps each record and verdict from being deleted. @default nobody asks for Object Lock, and nothing has it */
  readonly locks?: readonly RecordLock[];
  /** Commands that show what is left of what is wrong. @default nothing is wrong */
  readonly actions?: readonly string[];
}

/**
 * Follows records, verdicts and the head: whether each is as it was written, by whom it says, in its place, behind the one
 * that was there, and none is gone.
 *
 * @throws BacklotError what reading key and head throws.
 */
export async function auditLedger(ledger: Ledger): Promise<LedgerAudit> {
  const { head, lost, current, unusable } = await ledger.trust.trusted();
  const stored = await ledger.all();
  const signed = stored.filter(({ body }) => readSignature(body) !== undefined);
  if (!head && signed.length > 0 && (await ledger.trust.headShown()).head) return auditLedger(ledger);
  const { faults: chained, notes } = await chain(ledger, stored);
  const faults = [...chained, ...atHead(ledger, stored, head)];
  if (!head && signed.length > 0 && ledger.trust.signs) {
    const [first] = signed as [StoredRecord];
    const reason = `releases are signed from this one on, and nothing tells how far they had come: ${lost ?? 'it is gone'}`;
    faults.push({ key: first.key, number: first.number, kind: 'head', reason });
  }
  const records = stored.map(({ body }) => ({ record: readRecord<ReleaseRecord>(body), hash: recordHash(body) }));
  faults.push(...(await ledger.verdicts.verify(records)));
  return {
    faults,
    releases: stored.length,
    signed: signed.length,
    ...(head ? { head: head.count } : {}),
    notes: [
      ...notes,
      ...notesOn({ stored, signed, head, hasKey: current !== undefined, unusable, signs: ledger.trust.signs }),
    ],
  };
}

/**
 * Each by itself, and behind the one before. A record names what stood before it when it was written: where that was damaged
 * then, and is back as it was signed, nothing is wrong any more.
 */
async function chain(
  ledger: Ledger,
  stored: readonly StoredRecord[],
): Promise<{ faults: LedgerFault[]; notes: string[] }> {
  const faults: LedgerFault[] = [];
  const notes: string[] = [];
  let signedAndWhole = false;
  let previous: string | undefined;
  let expected = 1;
  let signedBefore: number | undefined;
  for (const each of stored) {
    const { key, number, body } = each;
    const fault = (kind: LedgerFault['kind'], reason: string) => faults.push({ key, number, kind, reason });
    const gap = number !== expected;
    if (gap) {
      const reason = goneBetween(expected, number - 1);
      faults.push({ key: ledger.key(number - 1), number: number - 1, kind: 'missing', reason });
    }
    const own = await ledger.faultOf(each);
    const signed = readSignature(body) !== undefined;
    if (own) faults.push(own);
    else if (!signed && signedBefore !== undefined) {
      fault('unsigned', `it is not signed, and release ${signedBefore} before it is`);
    }
    if (signed) signedBefore = number;
    const whole = !own && signed;
    if (!gap && own?.kind !== 'altered' && readRecord<ReleaseRecord>(body)?.previous !== previous) {
      if (whole && signedAndWhole) {
        notes.push(
          `release ${number} was written while the one before it was not as it is now: that was brought back since`,
        );
      } else fault('altered', `release ${number - 1} is not what it was when this one was written`);
    }
    signedAndWhole = whole;
    previous = recordHash(body);
    expected = number + 1;
  }
  return { faults, notes };
}

/** What the head knows of and is not there, or is another. */
function atHead(
  ledger: Ledger,
  stored: readonly StoredRecord[],
  head: { readonly count: number; readonly hash?: string } | undefined,
): LedgerFault[] {
  if (!head) return [];
  const last = stored.at(-1)?.number;
  if (head.count > (last ?? 0)) {
    const [key, number] = [ledger.key(head.count), head.count];
    return [{ key, number, kind: 'missing', reason: goneSince(last, head.count) }];
  }
  const named = stored.find(({ number }) => number === head.count);
  if (!named || !head.hash || recordHash(named.body) === head.hash) return [];
  const reason = 'it is not the record that the head of the ledger names';
  return [{ key: named.key, number: named.number, kind: 'head', reason }];
}

interface Seen {
  readonly stored: readonly StoredRecord[];
  readonly signed: readonly StoredRecord[];
  readonly head: { readonly signedFrom: number; readonly restartedAt?: number } | undefined;
  readonly hasKey: boolean;
  readonly unusable: Error | undefined;
  readonly signs: boolean;
}

function notesOn({ stored, signed, head, hasKey, unusable, signs }: Seen): string[] {
  if (!signs) return [];
  const notes: string[] = [];
  // What has no signature behind a record that has one is a fault, not a note.
  const from = head?.signedFrom ?? Number.POSITIVE_INFINITY;
  const old = stored.filter(({ number }) => number < from && !signed.some((each) => each.number === number)).length;
  if (old > 0) {
    const which = signed.length === 0 ? 'no release is' : `${old} of ${stored.length} releases are not`;
    notes.push(
      `${which} signed: these are from before the environment had a key, and whoever could write the bucket could write them`,
    );
  }
  if (unusable) notes.push(unusable.message);
  else if (!hasKey) {
    notes.push(
      head
        ? 'the key that signed is gone: what it signed is verified by its public half, which the head keeps'
        : 'the environment has no key for its ledger yet',
    );
  }
  if (head?.restartedAt) {
    notes.push(
      `the head was lost and begun anew at release ${head.restartedAt}: what was taken away before that cannot be told`,
    );
  }
  return notes;
}
