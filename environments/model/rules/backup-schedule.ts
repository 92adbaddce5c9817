import type { Rule, RuleProblem } from './rule.js';
import { minutesOf, scheduleProblem } from './schedule-expression.js';

/**
 * Schedules of backup plans are such that AWS Backup takes them: cron only, and an hour between two backups at least.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html
 */
export const backupSchedule: Rule = ({ backup }) =>
  Object.entries(backup?.plans ?? {}).flatMap(([name, { schedule }]) => {
    const problem = problemOf(schedule);
    return problem ? [{ path: ['backup', 'plans', name, 'schedule'], ...problem }] : [];
  });

function problemOf(schedule: string): Omit<RuleProblem, 'path'> | undefined {
  const rate = /^rate\((.*)\)$/.exec(schedule)?.[1];
  if (rate !== undefined) {
    return { message: `'${schedule}': AWS Backup takes cron only, no rate`, hint: `such as ${cronOf(rate)}` };
  }
  const wrong = scheduleProblem(schedule);
  if (wrong !== undefined) {
    return { message: `'${schedule}': ${wrong}`, hint: 'such as cron(0 1 * * ? *) for every day at 01:00 UTC' };
  }
  const [first = 0, ...more] = minutesOf(schedule);
  if (more.length === 0) return undefined;
  const hourly = schedule.replace(/^cron\(\s*\S+/, `cron(${first}`);
  const message = `'${schedule}' runs ${more.length + 1} times an hour; AWS Backup wants an hour between two at least`;
  return { message, hint: `such as ${hourly}` };
}

/** The schedule that comes nearest to a rate. */
function cronOf(rate: string): string {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(rate) ?? [];
  const count = Number(amount);
  if (unit === 'hour' && count > 1 && count < 24) return `cron(0 0/${count} * * ? *)`;
  if (unit === 'minute' || (unit === 'hour' && count === 1)) return 'cron(0 * * * ? *)';
  if (unit === 'day' && count > 1 && count < 31) return `cron(0 1 1/${count} * ? *)`;
  return 'cron(0 1 * * ? *)';
}
