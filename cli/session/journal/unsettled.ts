import type { Environment } from '../../../environments/model/index.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import { lockLocation } from '../locks/lock-location.js';
import { isHeld, type LockHolder, parseLockRecord } from '../locks/lock-record.js';
import type { JournalCreate } from './journal.js';
import { journalPrefix, parseJournal, type UnsettledStep, unsettledOf } from './journal-record.js';

/** What earlier runs of an environment left undone. */
export class Unsettled {
  private settled = false;

  constructor(
    private open: readonly UnsettledStep[] = [],
    /** Seconds since the newest of them wrote its journal. */
    readonly ageSeconds = 0,
    /** The newest run, when it was killed between two steps. @default it was closed, or killed in a step */
    readonly between?: LockHolder,
  ) {}

  get steps(): readonly UnsettledStep[] {
    return this.open;
  }

  /** What killed runs were about to create in a stack; undefined when nothing is open there. */
  createsOf(stack: string): readonly JournalCreate[] | undefined {
    const open = this.open.filter(({ step }) => step === stackStep(stack));
    return open.length === 0 ? undefined : open.flatMap(({ creates }) => creates ?? [ANYTHING]);
  }

  /** What runs were killed in the middle of. */
  get killed(): readonly UnsettledStep[] {
    return this.open.filter(({ outcome }) => outcome === undefined);
  }

  /** The step was done since. */
  settle(step: string): void {
    this.keep((each) => each.step !== step);
  }

  /** Forgets what needs nothing but to be told: only stacks may have left something outside of a state. */
  told(): void {
    this.settled ||= this.between !== undefined;
    this.keep(({ step }) => step.startsWith(STACK));
  }

  /** Whether something was settled since it was read. */
  get changed(): boolean {
    return this.settled;
  }

  private keep(wanted: (step: UnsettledStep) => boolean): void {
    const kept = this.open.filter(wanted);
    this.settled ||= kept.length < this.open.length;
    this.open = kept;
  }
}

const STACK = 'stack:';

/** Of a step that doesn't say what it was about to create. */
const ANYTHING: JournalCreate = { address: '*', type: '*' };

/** Whether that is among what was about to be created. */
export function isIntended(intended: readonly JournalCreate[], { address, type }: JournalCreate): boolean {
  return intended.some((each) => each === ANYTHING || (each.address === address && each.type === type));
}

/** Name of the step in which a stack is applied. */
export function stackStep(stack: string): string {
  return `${STACK}${stack}`;
}

/**
 * Reads what killed runs left open: nothing while the run of the newest journal may be alive.
 *
 * @param own the holder that asks, when it holds the lock: then every other run is over.
 */
export async function readUnsettled(
  environment: Environment,
  objects: ConditionalObjects,
  own?: LockHolder,
): Promise<Unsettled> {
  const { bucket, key: prefix } = journalPrefix(environment);
  for (const key of (await objects.keys(bucket, prefix)).reverse()) {
    const found = await objects.read({ bucket, key });
    const record = found && parseJournal(found.body);
    if (!found || !record || record.holder.id === own?.id) continue;
    if (!own && !record.closed && (await isRunning(environment, objects, record.holder))) return new Unsettled();
    const between = !record.closed && record.steps.every(({ outcome }) => outcome !== undefined);
    return new Unsettled(unsettledOf(record), found.ageSeconds, between ? record.holder : undefined);
  }
  return new Unsettled();
}

async function isRunning(environment: Environment, objects: ConditionalObjects, holder: LockHolder): Promise<boolean> {
  const found = await objects.read(lockLocation(environment));
  const lock = found && parseLockRecord(found.body);
  return lock?.holder?.id === holder.id && isHeld(lock, found?.ageSeconds ?? 0);
}
