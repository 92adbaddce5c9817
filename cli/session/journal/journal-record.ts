import { z } from 'zod';
import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import type { StateKey } from '../../adapters/aws/index.js';
import { storedJsonOrNone } from '../../kernel/stored-json.js';
import { holderShape, type LockHolder } from '../locks/lock-record.js';
import type { JournalEntry, JournalOutcome } from './journal.js';

/** A step of a run. */
export interface JournalStep extends JournalEntry {
  /** ISO 8601, by the clock of the run; only shown. */
  readonly began: string;
  /** @default it is under way, or the run was killed in it */
  readonly outcome?: JournalOutcome;
  readonly ended?: string;
}

/** A step that a run left undone, because it was killed, stopped or failed, and that nobody has done since. */
export interface UnsettledStep extends JournalStep {
  /** Whose run it was. */
  readonly holder: LockHolder;
  readonly token: number;
}

/** The object of one run: `<env>/journal/<token>-<operation>.json`. */
export interface JournalRecord {
  readonly version: 1;
  /** Fencing token of the lock: greater for every run than for all before it. */
  readonly token: number;
  readonly operation: string;
  readonly holder: LockHolder;
  readonly steps: readonly JournalStep[];
  /** What earlier, killed runs left open: carried on from run to run until it is settled, so that only the newest is read. */
  readonly inherited: readonly UnsettledStep[];
  /** ISO 8601. @default it is under way, or was killed */
  readonly closed?: string;
}

/** Where the journals of an environment are. */
export function journalPrefix(environment: Environment): StateKey {
  return { bucket: stateBucket(environment), key: `${environment.id}/journal/` };
}

/** Where the journal of a run is; keys sort by token. */
export function journalLocation(environment: Environment, token: number, operation: string): StateKey {
  const { bucket, key } = journalPrefix(environment);
  return { bucket, key: `${key}${String(token).padStart(8, '0')}-${operation}.json` };
}

const step = z.looseObject({
  step: z.string().max(1_000),
  intent: z.string(),
  creates: z
    .array(
      z.looseObject({
        address: z.string(),
        type: z.string(),
        identity: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
  began: z.string(),
  outcome: z.string().optional(),
  ended: z.string().optional(),
});

const shape = z.looseObject({
  version: z.literal(1),
  token: z.int().nonnegative(),
  operation: z.string().max(100),
  holder: holderShape,
  steps: z.array(step),
  inherited: z.array(step.extend({ holder: holderShape, token: z.int() })).optional(),
  closed: z.string().optional(),
});

/** Reads a journal; undefined when it is none, so that a damaged one cannot block for ever. */
export function parseJournal(text: string): JournalRecord | undefined {
  const record = storedJsonOrNone(text, shape);
  return record && ({ ...record, inherited: record.inherited ?? [] } as JournalRecord);
}

/** What a run that is over has left open: its own steps, and those that it had inherited. */
export function unsettledOf({ steps, inherited, holder, token }: JournalRecord): UnsettledStep[] {
  // Those that failed are looked at too: Terraform itself may have been killed, or not been told of what was made.
  const own = steps.filter(({ outcome }) => outcome !== 'done');
  return [...inherited, ...own.map((step) => ({ ...step, holder, token }))];
}
