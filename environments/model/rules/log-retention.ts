import { Duration } from '../../../modules/values/duration.js';
import { matches } from './matches.js';
import type { Rule } from './rule.js';

/**
 * Days that CloudWatch Logs can keep events.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const KEPT_IN_CLOUDWATCH = ['network.flowLogs.retention', 'cluster.logRetention'];

/** CloudWatch Logs keeps events for certain spans only. */
export const logRetention: Rule = (environment) =>
  KEPT_IN_CLOUDWATCH.flatMap((pattern) => matches(environment, pattern)).flatMap(({ path, value }) => {
    const days = Duration.parse(String(value)).toSeconds() / Duration.days(1).toSeconds();
    if (LOG_RETENTION_DAYS.includes(days)) return [];
    const nearest = LOG_RETENTION_DAYS.reduce((a, b) => (Math.abs(b - days) < Math.abs(a - days) ? b : a));
    const message = `CloudWatch Logs cannot keep events for ${value}; the nearest that it can is ${nearest}d`;
    return [{ path, message, hint: `possible: ${LOG_RETENTION_DAYS.map((each) => `${each}d`).join(', ')}` }];
  });
