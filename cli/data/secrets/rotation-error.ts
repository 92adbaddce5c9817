import { BacklotError } from '../../../modules/values/backlot-error.js';
import { commandLine, withoutFlag } from '../../kernel/command-line.js';
import type { StopReason } from '../../session/open/interruption.js';

/** Where a rotation is when it stops. */
export interface RotationPlace {
  readonly environment: string;
  readonly secret: string;
  /** No new value is made: consumers are moved to one that is there. @default false */
  readonly rolloutOnly?: boolean;
}

/** The command that goes on with a rotation, as it was typed: it knows what was done, and has its value already. */
export function resumeCommand({ environment, rolloutOnly, secret }: RotationPlace): string {
  const plain = `backlot secrets rotate ${environment} ${secret}${rolloutOnly ? ' --rollout-only' : ''}`;
  const typed = commandLine(plain);
  return / secrets rotate /.test(typed)
    ? ['abort', 'stdin'].reduce((line, flag) => withoutFlag(line, flag, 'no value'), typed)
    : plain;
}

/** The command that goes back, where a rotation is under way. */
function goBack(place: RotationPlace): string[] {
  return place.rolloutOnly ? [] : [`${resumeCommand(place)} --abort`];
}

/** A rotation was begun by somebody and has not ended. */
export function underWay(place: RotationPlace, what: string): BacklotError {
  return new BacklotError({
    code: 'RotationUnderWay',
    message: `a rotation of '${place.secret}' is under way: ${what}`,
    actions: [resumeCommand(place), `${resumeCommand(place)} --abort`],
    details: { secret: place.secret },
  });
}

/** A consumer doesn't come up with the new version. */
export function consumerNotReady(place: RotationPlace, service: string, reason: string): BacklotError {
  return new BacklotError({
    code: 'ConsumerNotReady',
    message: `${service} does not get ready with the new version of '${place.secret}': ${reason}; the old one is still valid, and the pods that have it go on serving`,
    source: 'upstream',
    hints: [`mend ${service}, then go on`],
    actions: [
      `backlot secrets consumers ${place.environment} ${place.secret}`,
      `${resumeCommand(place)}`,
      ...goBack(place),
    ],
    details: { secret: place.secret, service },
  });
}

/** Waiting ended, by a person, by the clock, or because the lock was lost; the cluster goes on by itself. */
export function stopped(place: RotationPlace, reason: StopReason | undefined, where: string): BacklotError {
  const actions = [resumeCommand(place), ...goBack(place)];
  const details = { secret: place.secret };
  if (reason === 'lock-lost') {
    return new BacklotError({
      code: 'LockLost',
      message: `the lock of '${place.environment}' was lost while ${where}, somebody else may be changing it; the old credential is still valid`,
      actions: [`backlot locks list ${place.environment}`, ...actions],
      details,
    });
  }
  const interrupted = reason !== 'timed-out';
  return new BacklotError({
    code: interrupted ? 'Interrupted' : 'RotationTimedOut',
    message: `${interrupted ? 'stopped' : 'the time is over'} while ${where}; the old credential is still valid`,
    source: interrupted ? 'user' : 'upstream',
    exitCode: interrupted ? 130 : 69,
    actions,
    details,
  });
}
