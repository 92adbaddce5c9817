import { BacklotError } from '../../../modules/values/backlot-error.js';

/** One part of a status: its value, nothing, or why nobody can tell. */
export interface Part<T> {
  /** @default there is nothing, or it isn't known */
  readonly value?: T;
  /** Why it isn't known, in words. @default it is known */
  readonly unknown?: string;
}

/**
 * What is known of something within a time; never fails. Time in which this process itself was busy, and could take no
 * answer, doesn't count: a part must not be unknown because another one kept the process from listening.
 */
export async function part<T>(timeoutMs: number, find: () => Promise<T | undefined>): Promise<Part<T>> {
  const patience = new Patience(timeoutMs);
  const found = (async (): Promise<Part<T>> => {
    try {
      const value = await find();
      return value === undefined ? {} : { value };
    } catch (error) {
      return { unknown: reasonOf(error) };
    }
  })();
  try {
    return await Promise.race([found, patience.over.then(() => ({ unknown: `no answer in ${timeoutMs / 1_000} s` }))]);
  } finally {
    patience.end();
  }
}

/** A time that passes in small slices, each of which counts for no more than it was meant to take. */
class Patience {
  readonly over: Promise<void>;
  private timer: NodeJS.Timeout | undefined;

  constructor(private left: number) {
    this.over = new Promise((resolve) => this.wait(resolve));
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private wait(resolve: () => void): void {
    const slice = Math.min(SLICE_MS, this.left);
    this.timer = setTimeout(() => {
      this.left -= slice;
      if (this.left > 0) this.wait(resolve);
      // What came while the process was busy is taken in only after its timers.
      else setImmediate(resolve);
    }, slice);
  }
}

const SLICE_MS = 50;

function reasonOf(error: unknown): string {
  const { message, name } = error as Error;
  const text = (error instanceof BacklotError ? message : message || name).split('\n')[0] ?? '';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
