import { Duration } from '../../../modules/values/duration.js';
import { type Match, matches } from './matches.js';
import type { Rule, RuleProblem } from './rule.js';

interface Limit {
  /** Path with `*` for any name. */
  readonly path: string;
  readonly least: Duration;
  readonly most: Duration;
  /** AWS counts it in whole days. @default false */
  readonly days?: boolean;
}

/** What the APIs of AWS document for their fields, and what Kubernetes takes or a deploy can wait for. */
const LIMITS: readonly Limit[] = [
  { path: 'foundation.keyDeletionWindow', least: Duration.days(7), most: Duration.days(30), days: true },
  { path: 'foundation.logRetention', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'secrets.*.recoveryWindow', least: Duration.days(7), most: Duration.days(30), days: true },
  { path: 'secrets.*.rotateEvery', least: Duration.days(1), most: Duration.days(999), days: true },
  { path: 'data.postgres.*.backupRetention', least: Duration.days(1), most: Duration.days(35), days: true },
  { path: 'data.redis.*.snapshotRetention', least: Duration.days(1), most: Duration.days(35), days: true },
  { path: 'messaging.queues.*.visibilityTimeout', least: Duration.seconds(1), most: Duration.hours(12) },
  { path: 'messaging.queues.*.retention', least: Duration.minutes(1), most: Duration.days(14) },
  { path: 'messaging.queues.*.deadLetterRetention', least: Duration.minutes(1), most: Duration.days(14) },
  { path: 'media.buckets.*.expire', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'media.buckets.*.expireNoncurrent', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'media.buckets.*.coldAfter', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'registry.expireUntagged', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'backup.copyRetention', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'backup.plans.*.retention', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'backup.plans.*.coldAfter', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'backup.vaultLock.minRetention', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'backup.vaultLock.maxRetention', least: Duration.days(1), most: Duration.days(36_500), days: true },
  { path: 'services.*.replicas.shrinkAfter', least: Duration.seconds(1), most: Duration.hours(1) },
  { path: 'services.*.health.startupTimeout', least: Duration.seconds(2), most: Duration.hours(1) },
  { path: 'services.*.shutdown.drain', least: Duration.seconds(1), most: Duration.hours(1) },
  { path: 'services.*.shutdown.grace', least: Duration.seconds(2), most: Duration.hours(2) },
  { path: 'services.*.metrics.interval', least: Duration.seconds(1), most: Duration.minutes(5) },
  { path: 'services.*.slo.window', least: Duration.days(1), most: Duration.days(90), days: true },
  { path: 'services.*.canary.initialDelay', least: Duration.seconds(1), most: Duration.days(1) },
  { path: 'services.*.canary.interval', least: Duration.seconds(1), most: Duration.hours(1) },
  { path: 'services.*.canary.maxWait', least: Duration.seconds(1), most: Duration.days(1) },
  { path: 'services.*.canary.window', least: Duration.seconds(1), most: Duration.days(1) },
  { path: 'services.*.canary.keepAborted', least: Duration.seconds(1), most: Duration.days(1) },
  { path: 'services.*.migration.timeout', least: Duration.seconds(1), most: Duration.days(1) },
  { path: 'alerting.thresholds.queueAge', least: Duration.minutes(1), most: Duration.days(14) },
];

/** Every duration is one that AWS and Kubernetes accept. */
export const durationLimits: Rule = (environment) =>
  LIMITS.flatMap((limit) => matches(environment, limit.path).flatMap((match) => check(limit, match)));

function check({ least, most, days: inDays }: Limit, { path, value }: Match): RuleProblem[] {
  const duration = Duration.parse(String(value));
  const total = duration.toSeconds();
  if (total < least.toSeconds() || total > most.toSeconds()) {
    return [{ path, message: `must be ${least} to ${most}, not ${duration}` }];
  }
  if (!inDays || total % Duration.days(1).toSeconds() === 0) return [];
  return [{ path, message: `must be whole days, not ${duration}`, hint: `write ${Duration.days(duration.toDays())}` }];
}
