import { BacklotError } from '../../modules/values/backlot-error.js';
import { Duration } from '../../modules/values/duration.js';
import { commandHelp } from '../kernel/command-line.js';

/**
 * A duration that a flag gives, `30s` or `10m`, in milliseconds.
 *
 * @throws BacklotError `InvalidDuration` (exit code 3).
 */
export function durationFlag(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return Duration.parse(text).toSeconds() * 1_000;
  } catch (cause) {
    throw new BacklotError({
      code: 'InvalidDuration',
      message: `--${flag} ${text} is no duration: write a number and a unit, such as 30s or 10m`,
      exitCode: 3,
      actions: commandHelp(),
      cause,
    });
  }
}
