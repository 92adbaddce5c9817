import { BacklotError } from './values/backlot-error.js';
import type { Duration } from './values/duration.js';

const FREE_DAYS = 7;
const MONTH_DAYS = 31;
const LONGEST_DAYS = 731;

/**
 * Days that Performance Insights keeps samples: 7, whole months of 31 days, or 731.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 *
 * @throws BacklotError `InvalidInsightsRetention` for any other period.
 */
export function insightsRetentionDays(retention: Duration): number {
  const days = retention.toDays();
  const isMonths = days % MONTH_DAYS === 0 && days < LONGEST_DAYS;
  if (days === FREE_DAYS || days === LONGEST_DAYS || isMonths) return days;
  const nearest = Math.min(Math.max(1, Math.round(days / MONTH_DAYS)), 23) * MONTH_DAYS;
  throw new BacklotError({
    code: 'InvalidInsightsRetention',
    message: `Performance Insights keeps 7d, a multiple of 31d or 731d, not ${retention}; the nearest is ${nearest}d`,
    exitCode: 3,
  });
}
