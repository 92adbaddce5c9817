import type { Progress } from '../../kernel/progress.js';

/** Shows progress to somebody. */
export interface ProgressView extends Progress {
  /** Writes lines for people that stay; what is drawn in place moves below them. */
  say(text: string): void;
  /** Takes away what is drawn in place, so that somebody else can use the terminal. */
  pause(): void;
  resume(): void;
  /** Leaves the last picture and stops all timers; more calls do nothing. */
  stop(): void;
}
