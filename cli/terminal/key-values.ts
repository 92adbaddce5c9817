import { cells, pad } from './cells.js';
import type { Paint } from './paint.js';

/** Lines of `key  value`, aligned; what has no value is left out, and a value stays on its line. */
export function keyValues(pairs: Readonly<Record<string, unknown>>, paint: Paint): string {
  const shown = Object.entries(pairs).filter(([, value]) => value !== undefined && value !== '');
  const longest = Math.max(0, ...shown.map(([key]) => cells(key)));
  return shown
    .map(([key, value]) => `${paint('dim', pad(key, longest))}  ${String(value).replace(/[\t\n\v\f\r]+/g, ' ')}`)
    .join('\n');
}
