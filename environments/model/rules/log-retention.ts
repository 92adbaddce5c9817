import { Duration } from '../../../modules/values/duration.js';
import { LOG_RETENTION_DAYS } from '../aws/log-retention.js';
import { matches } from './matches.js';
import type { Rule } from './rule.js';

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
