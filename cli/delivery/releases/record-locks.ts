import type { ObjectLock } from '../../adapters/aws/index.js';
import type { Ledger } from './ledger.js';
import type { LedgerFault } from './ledger-fault.js';

/** Whether something keeps a record, or a verdict on one, from being deleted. */
export interface RecordLock {
  readonly key: string;
  readonly number: number;
  /** @default nothing keeps it */
  readonly lock?: ObjectLock;
}

/** What the Object Lock of a ledger showed. */
export interface LockAudit {
  /** Of each object. @default nobody asks for Object Lock, and nothing has it */
  readonly locks?: readonly RecordLock[];
  readonly faults: readonly LedgerFault[];
  readonly notes: readonly string[];
}

/**
 * Says of each record and verdict what keeps it. From the first that was written under Object Lock on all ought to be, for as
 * long as the environment asks for it; those from before are not, and can't be blamed.
 */
export async function auditLocks(ledger: Ledger, asked: boolean): Promise<LockAudit> {
  const records = (await ledger.all()).map(
    ({ key, number, lock }): RecordLock => ({ key, number, ...(lock && { lock }) }),
  );
  const verdicts = await ledger.verdicts.locks();
  const locks = [...records, ...verdicts].sort((a, b) => a.number - b.number || a.key.localeCompare(b.key));
  const first = records.find(({ lock }) => lock)?.number;
  if (!asked && first === undefined) return { faults: [], notes: [] };
  const unlocked = locks.filter(({ lock }) => !lock);
  if (!asked) {
    const last = records.findLast(({ lock }) => lock)?.number;
    const notes =
      last === records.at(-1)?.number ? [] : [`releases behind ${last} are not under Object Lock: nobody asks for it`];
    return { locks, faults: [], notes };
  }
  const ought = first === undefined ? [] : unlocked.filter(({ number }) => number >= first);
  const faults = ought.map(({ key, number }) => {
    const reason = `nothing keeps it from being deleted, and releases are under Object Lock from ${first} on`;
    return { key, number, kind: 'unlocked' as const, reason };
  });
  return { locks, faults, notes: notesOn(records, first) };
}

function notesOn(records: readonly RecordLock[], first: number | undefined): string[] {
  if (records.length === 0) return [];
  if (first === undefined)
    return ['no release is under Object Lock yet: it begins with the next one, once bootstrap has turned it on'];
  const before = records.filter(({ number }) => number < first).length;
  return before === 0
    ? []
    : [
        `${before} of ${records.length} releases are from before Object Lock, and nothing keeps them from being deleted`,
      ];
}

/** ISO 8601: until when something keeps an object of the ledger. @returns undefined when nothing does, now */
export async function lockedUntil(ledger: Ledger, now = new Date()): Promise<string | undefined> {
  const all = [...(await ledger.all()), ...(await ledger.verdicts.locks())];
  const ends = all.flatMap(({ lock }) => (lock && Date.parse(lock.until) > now.getTime() ? [lock.until] : []));
  return ends.sort().at(-1);
}
