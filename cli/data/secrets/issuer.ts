import type { RotationStrategy } from './secrets-result.js';

/**
 * Makes a new credential beside the old one and, when nobody uses the old one any more, invalidates it. Every method may be
 * repeated: a run that was killed is followed by one that asks again.
 */
export interface Issuer {
  readonly strategy: RotationStrategy;
  /** The value to store; nothing is changed anywhere yet. `current` is undefined for the first one. */
  propose(current: string | undefined): Promise<string>;
  /** Makes the stored value good where it is checked, beside the old one. */
  issue(value: string, current: string | undefined): Promise<void>;
  /** Uses it as a consumer would. @returns what was tried, in one line. @throws BacklotError when it isn't taken */
  test(value: string): Promise<string>;
  /** Invalidates the old one. @returns what was done, in one line. @throws BacklotError `StillInUse` when somebody uses it */
  retire(old: string, current: string): Promise<string>;
}
