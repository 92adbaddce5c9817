import type { Environment } from '../../../environments/model/index.js';
import type { ConditionalObjects } from '../../adapters/aws/index.js';
import type { HeldLock } from '../locks/environment-lock.js';
import { patiently } from '../locks/patience.js';
import type { Journal, JournalEntry, JournalOutcome } from './journal.js';
import { type JournalRecord, type JournalStep, journalLocation } from './journal-record.js';
import type { Unsettled } from './unsettled.js';

/** What a journal is kept with. */
export interface RunJournalProps {
  readonly environment: Environment;
  readonly objects: ConditionalObjects;
  readonly lock: Pick<HeldLock, 'token' | 'holder' | 'assertHeld'>;
  /** What earlier runs left open. Read before the first write. */
  readonly unsettled: () => Promise<Unsettled>;
  readonly tell: (message: string) => void;
}

/** The journal of one run, as an object of the state bucket: made with its first entry, written anew with every other. */
export class RunJournal implements Journal {
  private steps: readonly JournalStep[] = [];
  private etag: string | undefined;
  private writing: Promise<void> = Promise.resolve();
  private silent = false;

  constructor(private readonly props: RunJournalProps) {}

  async begin(entry: JournalEntry): Promise<void> {
    await this.props.lock.assertHeld();
    const others = this.steps.filter(({ step }) => step !== entry.step);
    this.steps = [...others, { ...entry, began: new Date().toISOString() }];
    await this.write();
  }

  async end(step: string, outcome: JournalOutcome): Promise<void> {
    const ended = new Date().toISOString();
    this.steps = this.steps.map((each) => (each.step === step ? { ...each, outcome, ended } : each));
    if (outcome === 'done') (await this.props.unsettled()).settle(step);
    await this.write().catch((error: Error) => this.complain(error));
  }

  /** Ends the journal of a run that ends, well or not. */
  async close(): Promise<void> {
    try {
      if (this.etag === undefined && !(await this.props.unsettled()).changed) return;
      await this.write(new Date().toISOString());
    } catch (error) {
      // Of a run that began nothing there is nothing to find out.
      if (this.etag !== undefined) this.complain(error as Error);
    }
  }

  /** One write after the other, each of what is known by then: entries of stacks that run at once don't overtake. */
  private write(closed?: string): Promise<void> {
    const next = this.writing.catch(() => {}).then(() => this.put(closed));
    this.writing = next;
    return next;
  }

  private async put(closed: string | undefined): Promise<void> {
    const { environment, objects, lock, unsettled } = this.props;
    const { token, holder } = lock;
    const location = journalLocation(environment, token, holder.operation);
    const inherited = (await unsettled()).steps;
    const { steps } = this;
    const record: JournalRecord = { version: 1, token, operation: holder.operation, holder, steps, inherited };
    const body = JSON.stringify(closed === undefined ? record : { ...record, closed });
    // Tokens are never given twice: nobody else writes this object, so what is found there is an answer that got lost.
    const condition = this.etag === undefined ? ('absent' as const) : { etag: this.etag };
    const etag = await patiently(environment.id, async () => {
      const written = await objects.put(location, body, condition);
      if (written !== undefined) return written;
      const found = await objects.read(location);
      return found && objects.put(location, body, { etag: found.etag });
    });
    if (etag !== undefined) this.etag = etag;
  }

  private complain(error: Error): void {
    // A destroy takes the bucket with all that is in it, last of all.
    if (this.silent || error.name === 'NoSuchBucket') return;
    this.silent = true;
    this.props.tell(`the journal could not be written (${error.message}): the next run looks at more than it needs to`);
  }
}
