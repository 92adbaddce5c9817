import { BacklotError } from './backlot-error.js';

const SECONDS = { ms: 0.001, s: 1, m: 60 } as const;

/** How {@link latencySeconds} is written. */
export const LATENCY = /^([1-9]\d*)(ms|s|m)$/;

/**
 * Seconds of `500ms`, `2s` or `1m`: how long one answer takes, which is less than the whole seconds of a duration.
 *
 * @throws BacklotError `InvalidLatency` for anything else.
 */
export function latencySeconds(text: string): number {
  const [, amount, unit] = LATENCY.exec(text) ?? [];
  if (unit === undefined) {
    throw new BacklotError({
      code: 'InvalidLatency',
      message: `'${text}' is not a latency: write a whole number and ms, s or m, such as 500ms`,
      exitCode: 3,
    });
  }
  return Number(amount) * SECONDS[unit as keyof typeof SECONDS];
}
