import type { Duration } from './values/duration.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const ACCEPTED_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The shortest retention that CloudWatch Logs offers and that keeps logs at least this long; ten years at most. */
export function logRetentionDays(atLeast: Duration): number {
  const days = atLeast.toDays();
  return ACCEPTED_DAYS.find((accepted) => accepted >= days) ?? 3653;
}
