import { BacklotError } from '../../../modules/values/backlot-error.js';

/** One part of a status: its value, nothing, or why nobody can tell. */
export interface Part<T> {
  /** @default there is nothing, or it isn't known */
  readonly value?: T;
  /** Why it isn't known, in words. @default it is known */
  readonly unknown?: string;
}

/** What is known of something within a time; never fails. */
export async function part<T>(timeoutMs: number, find: () => Promise<T | undefined>): Promise<Part<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Part<T>>((resolve) => {
    timer = setTimeout(() => resolve({ unknown: `no answer in ${timeoutMs / 1_000} s` }), timeoutMs);
  });
  const found = (async (): Promise<Part<T>> => {
    try {
      const value = await find();
      return value === undefined ? {} : { value };
    } catch (error) {
      return { unknown: reasonOf(error) };
    }
  })();
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  const { message, name } = error as Error;
  const text = (error instanceof BacklotError ? message : message || name).split('\n')[0] ?? '';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
