import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Interruption } from './interruption.js';

/** The work that was asked to stop. */
export interface StoppedWork {
  readonly environment: string;
  /** `restore of main to main-restored`. */
  readonly what: string;
  /** Command that goes on where it stopped, with the user's own arguments. */
  readonly resume: string;
}

/** The error of work that {@link Interruption.stop} ended, worded by what asked for it. */
export function stoppedError({ reason }: Pick<Interruption, 'reason'>, { environment, resume, what }: StoppedWork) {
  if (reason === 'lock-lost') {
    return new BacklotError({
      code: 'LockLost',
      message: `${what}: the lock of '${environment}' was lost, somebody else may be changing it; nothing new is started, what was started goes on by itself`,
      actions: [`backlot locks list ${environment}`, resume],
    });
  }
  if (reason === 'sibling-failed') {
    return new BacklotError({
      code: 'SiblingFailed',
      message: `${what}: stopped, because another part failed; what was started goes on by itself`,
      actions: [resume],
    });
  }
  if (reason === 'timed-out') {
    return new BacklotError({
      code: 'TimedOut',
      message: `${what} took too long; what was started goes on by itself`,
      source: 'upstream',
      exitCode: 69,
      actions: [resume],
    });
  }
  return new BacklotError({
    code: 'Interrupted',
    message: `${what}: interrupted; what was started goes on by itself`,
    exitCode: 130,
    actions: [resume],
  });
}
