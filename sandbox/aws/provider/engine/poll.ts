import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../../modules/values/backlot-error.js';

/** How long to ask, and what ends it early. */
export interface PollOptions {
  /** What is waited for, as the error will say it: `aws_nat_gateway nat-1 to be available`. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Asks at once, then again after pauses that grow from 50 ms to 2 s with jitter, until there is an answer.
 *
 * @throws BacklotError `WaitTimedOut`, or `WaitInterrupted` when the run was asked to stop
 */
export async function poll<T>(probe: () => Promise<T | undefined>, options: PollOptions): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE_MS)) {
    if (options.signal.aborted) throw interrupted(options.what);
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (performance.now() + pause > deadline) throw timedOut(options);
    await delay(pause * (0.75 + Math.random() / 2), undefined, { signal: options.signal }).catch(() => {
      throw interrupted(options.what);
    });
  }
}

function interrupted(what: string): BacklotError {
  return new BacklotError({
    code: 'WaitInterrupted',
    source: 'platform',
    message: `Stopped while waiting for ${what}; what exists by now is in the state.`,
    exitCode: 130,
  });
}

function timedOut(options: PollOptions): BacklotError {
  return new BacklotError({
    code: 'WaitTimedOut',
    source: 'upstream',
    message: `Waited ${Math.round(options.timeoutMs / 1000)} s for ${options.what}, in vain.`,
    exitCode: 69,
  });
}
