/** A resource that a step is about to create. */
export interface JournalCreate {
  /** Terraform's address: `aws_vpc.network`. */
  readonly address: string;
  readonly type: string;
  /** What the cloud will know it by, as far as the plan tells: name, bucket, tags … */
  readonly identity?: Readonly<Record<string, string>>;
}

/** What a run is about to do in one stack, service or phase. */
export interface JournalEntry {
  /** Unique within the run: `stack:network`, `service:api`, `baseline` … */
  readonly step: string;
  /** One line for a person. */
  readonly intent: string;
  /** @default nothing that could be left behind outside a state */
  readonly creates?: readonly JournalCreate[];
}

/** How a step ended. */
export type JournalOutcome = 'done' | 'failed' | 'interrupted';

/** The write-ahead record of one run: what it is about to do is stored before it is done. */
export interface Journal {
  /**
   * Stores what comes next. Work may start once this is resolved.
   *
   * @throws BacklotError `LockLost` when somebody else holds the environment by now: nothing may be started any more.
   */
  begin(entry: JournalEntry): Promise<void>;
  /** Stores how it went. Never throws: the work is done, and the next run finds out what there is. */
  end(step: string, outcome: JournalOutcome): Promise<void>;
}

/** Of operations that change nothing. */
export const noJournal: Journal = { begin: async () => {}, end: async () => {} };

/** Runs `work` between the begin and the end of its entry. @throws what `begin` and `work` throw. */
export async function journaled<T>(
  journal: Journal,
  entry: JournalEntry,
  work: () => Promise<T>,
  outcome: (result: T) => JournalOutcome = () => 'done',
): Promise<T> {
  await journal.begin(entry);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await journal.end(entry.step, (error as { exitCode?: number }).exitCode === 130 ? 'interrupted' : 'failed');
    throw error;
  }
  await journal.end(entry.step, outcome(result));
  return result;
}
