import { z } from 'zod';
import { storedJsonOrNone } from '../../kernel/stored-json.js';
import { hasDied, type LocalProcess } from './this-machine.js';

/** Who works on an environment. */
export interface LockHolder {
  /** Unique per run. */
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  readonly pid: number;
  /** For others on its machine, who need not wait for the end of its lease. @default nobody can look at it */
  readonly process?: LocalProcess;
  /** `deploy`, `destroy`, `rollback` … */
  readonly operation: string;
  /** ISO 8601, by the holder's clock; only shown. */
  readonly since: string;
}

/** The lock's object: it stays when the lock is let go, so that the token only ever grows. */
export interface LockRecord {
  /** Fencing token: greater for every holder than for all before it. */
  readonly token: number;
  /** Seconds without a sign of life after which the holder counts as dead. */
  readonly leaseSeconds: number;
  /** @default nobody holds it */
  readonly holder?: LockHolder;
  /** Changes with every sign of life, so that the object is written anew. */
  readonly beat: number;
}

const text = z.string().max(1_000);

/** What is checked of a holder that was read. */
export const holderShape = z.looseObject({
  id: text,
  // One that says less of itself holds the lock all the same: only what is something else entirely is none.
  who: text.optional(),
  pid: z.number().optional(),
  process: z.looseObject({ pid: z.int().positive(), machine: text }).optional(),
  operation: text.optional(),
  since: text.optional(),
});

/** A lease is seconds to minutes: one of years would be a lock that nobody ever gets. */
const LONGEST_LEASE_SECONDS = 3_600;

const shape = z.looseObject({
  // Room for all tokens to come: one that can't grow any more would fence nobody off.
  token: z.int().nonnegative().max(1e12),
  leaseSeconds: z.number().max(LONGEST_LEASE_SECONDS),
  holder: holderShape.optional(),
});

/** Reads the object of a lock; undefined when it is none, so that a damaged one cannot block for ever. */
export function parseLockRecord(body: string): LockRecord | undefined {
  return storedJsonOrNone(body, shape) as LockRecord | undefined;
}

/** Whether somebody holds the lock who may be alive: signs of life lately, by the store's clock, and not seen dead. */
export function isHeld(record: LockRecord | undefined, ageSeconds: number): boolean {
  return record?.holder !== undefined && ageSeconds <= record.leaseSeconds && !hasDied(record.holder.process);
}
