import { nextSteps } from '../kernel/next-steps.js';

/** What can be done about an error or a result. */
export interface Advice {
  /** Commands. */
  readonly actions: readonly string[];
  /** What is no command. @default none */
  readonly hints?: readonly string[];
}

/** Indented lines below something that failed: hints first, then commands that can be pasted after `next:`. */
export function nextLines({ actions, hints = [] }: Advice): string[] {
  return [...hints.map((hint) => `  hint: ${hint}`), ...nextSteps(actions).map((step) => `  next: ${step}`)];
}
