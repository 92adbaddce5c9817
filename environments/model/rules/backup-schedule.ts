import type { Rule } from './rule.js';
import { scheduleProblem } from './schedule-expression.js';

/** Schedules of backup plans are expressions that AWS understands. */
export const backupSchedule: Rule = ({ backup }) =>
  Object.entries(backup?.plans ?? {}).flatMap(([name, { schedule }]) => {
    const message = scheduleProblem(schedule);
    if (message === undefined) return [];
    const hint = 'such as cron(0 1 * * ? *) for every day at 01:00 UTC';
    return [{ path: ['backup', 'plans', name, 'schedule'], message: `'${schedule}': ${message}`, hint }];
  });
