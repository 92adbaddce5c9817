import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** How often a store that doesn't answer is asked again, beyond what its client does by itself. */
const TRIES = 4;
const FIRST_PAUSE_MS = 200;

/** Names of answers after which asking again makes no sense. */
const FINAL = /Denied|Forbidden|NoSuch|Invalid|Expired|Credentials|Malformed|Mismatch|NotImplemented/;

/**
 * Asks a store again that throttles or doesn't answer, with growing pauses of random length.
 *
 * @throws BacklotError `LockStoreSilent` when it goes on; what the store said, when that is final.
 */
export async function patiently<T>(subject: string, ask: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof BacklotError || FINAL.test((error as Error).name)) throw error;
      if (tried >= TRIES) throw silent(subject, error as Error);
      await delay(FIRST_PAUSE_MS * 2 ** tried * (0.5 + Math.random() / 2));
    }
  }
}

/** Fails when `work` takes longer; the work itself cannot be taken back. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = delay(ms, undefined, { signal: ended.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  late.catch(() => {}); // ended, because the work was faster
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

function silent(subject: string, cause: Error): BacklotError {
  return new BacklotError({
    code: 'LockStoreSilent',
    message: `the bucket with the lock of '${subject}' does not answer as it should (${cause.name}: ${cause.message}): nothing was started`,
    source: 'upstream',
    hints: ['repeat it in a minute'],
    actions: [`backlot locks list ${subject}`],
    cause,
  });
}
