import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { commandLine } from '../../kernel/command-line.js';
import { lockLost } from '../locks/lock-holder.js';
import type { Interruption } from './interruption.js';

/** Ends of work that was asked to stop, which say nothing of who asked. */
const ENDS = ['Interrupted', 'LockLost'];

/**
 * The error of work that ended because its lock was lost, named for that: what stops says only that it was asked to, as for
 * a person's Ctrl-C. Any other error as it is.
 */
export function namedStop(
  error: unknown,
  { id }: Environment,
  { reason, silence }: Pick<Interruption, 'reason' | 'silence'>,
): unknown {
  if (reason !== 'lock-lost' || !(error instanceof BacklotError) || !ENDS.includes(error.code)) return error;
  if (silence) {
    return new BacklotError({
      code: 'LockStoreSilent',
      message: `what keeps the lock of '${id}' no longer answers (${silence.message}): nothing new was started`,
      source: 'upstream',
      actions: [`backlot locks list ${id}`, commandLine(`backlot plan ${id}`)],
      cause: silence,
    });
  }
  return error.code === 'LockLost' ? error : lockLost(id, undefined);
}
