import type { Paint } from '../paint.js';

/** A bar of `width` columns: the share now, what the next step adds, and the rest. */
export function weightBar(now: number, next: number | undefined, width: number, paint: Paint): string {
  const cellsOf = (percent: number) => Math.round((Math.min(100, Math.max(0, percent)) / 100) * width);
  const filled = cellsOf(now);
  const coming = Math.max(0, cellsOf(next ?? now) - filled);
  const rest = width - filled - coming;
  return `${paint('cyan', '█'.repeat(filled))}${paint('dim', '▒'.repeat(coming))}${paint('dim', '░'.repeat(rest))}`;
}
