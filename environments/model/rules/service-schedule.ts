import { cronProblem } from './cron-fields.js';
import type { Rule, RuleProblem } from './rule.js';
import { KIND_WORDS } from './service-kind.js';

/** A cron job has a schedule that Kubernetes takes, and nothing else has one. */
export const serviceSchedule: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, { kind, schedule }]): RuleProblem[] => {
    const service = ['services', name];
    const path = [...service, 'schedule'];
    const related = [[...service, 'kind']];
    if (kind !== 'cron') {
      if (schedule === undefined) return [];
      return [
        { path, message: `${KIND_WORDS[kind]} always runs`, hint: 'write kind: cron, or remove the schedule', related },
      ];
    }
    if (schedule === undefined)
      return [{ path, message: 'is required for a cron job', hint: 'such as "0 3 * * *"', related }];
    const problem = cronProblem(schedule);
    return problem ? [{ path, message: problem, hint: 'such as "0 3 * * *", every day at 3:00' }] : [];
  });
