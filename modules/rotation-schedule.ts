import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** When Secrets Manager rotates: a number of days, or an expression for periods of hours. */
export interface RotationSchedule {
  readonly automaticallyAfterDays?: number;
  readonly scheduleExpression?: string;
}

const SHORTEST = Duration.hours(4);
const LONGEST = Duration.days(999);

/**
 * The schedule for a period of whole hours, 4 hours to 999 days.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 *
 * @throws BacklotError `InvalidRotationPeriod` for any other.
 */
export function rotationSchedule(every: Duration): RotationSchedule {
  const seconds = every.toSeconds();
  const hours = seconds / Duration.hours(1).toSeconds();
  if (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds() || !Number.isInteger(hours)) {
    throw new BacklotError({
      code: 'InvalidRotationPeriod',
      message: `a secret can be rotated every ${SHORTEST} to ${LONGEST}, in whole hours, not every ${every}`,
      exitCode: 3,
    });
  }
  return hours % 24 === 0 ? { automaticallyAfterDays: hours / 24 } : { scheduleExpression: `rate(${hours} hours)` };
}
