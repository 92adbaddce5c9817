import type { Attributes } from '../../handlers/contract.js';

/** The emulator answers at once, so that a long wait means that something is wrong. */
const DEFAULT_MS = 60_000;

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** How long an operation may take: the resource's `timeouts` block (`30m`, `1h30m`), else one minute. */
export function timeoutMs(operation: string, state: Attributes): number {
  const text = (state.timeouts as Attributes | null | undefined)?.[operation];
  if (typeof text !== 'string') return DEFAULT_MS;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|m|s)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total || DEFAULT_MS;
}
