import { paintFor } from '../paint.js';
import { canRedraw, type Terminal } from '../terminal.js';
import { EventProgress } from './event-progress.js';
import { LiveProgress } from './live-progress.js';
import { PlainProgress } from './plain-progress.js';
import type { ProgressView } from './progress-view.js';

export type { ProgressView } from './progress-view.js';

/** NDJSON where asked for, a live tree on a terminal, plain lines everywhere else. */
export function progressView(
  terminal: Terminal,
  options: { readonly events?: boolean; readonly noColor?: boolean },
): ProgressView {
  if (options.events) return new EventProgress(terminal);
  const paint = paintFor(terminal, 'stderr', options);
  return canRedraw(terminal) ? new LiveProgress(terminal, paint) : new PlainProgress(terminal, paint);
}
