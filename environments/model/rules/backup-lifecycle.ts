import { Duration } from '../../../modules/values/duration.js';
import type { Rule, RuleProblem } from './rule.js';

const SHORTEST_COLD = Duration.days(90);
const LONGEST_CONTINUOUS = Duration.days(35);

/**
 * Recovery points stay 90 days in cold storage, continuous ones 35 days at most and never cold, and all within the lock.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html,
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
 */
export const backupLifecycle: Rule = ({ backup }) =>
  Object.entries(backup?.plans ?? {}).flatMap(([name, { retention, coldAfter, continuous }]): RuleProblem[] => {
    const plan = ['backup', 'plans', name];
    const kept = Duration.parse(retention).toDays();
    const cold = coldAfter === undefined ? undefined : Duration.parse(coldAfter).toDays();
    const least = Duration.days((cold ?? 0) + SHORTEST_COLD.toDays());
    return [
      ...(cold !== undefined && kept < least.toDays()
        ? [
            {
              path: [...plan, 'retention'],
              message: `must be at least ${least}, not ${retention}: points that turn cold after ${coldAfter} stay cold for ${SHORTEST_COLD}`,
              related: [[...plan, 'coldAfter']],
            },
          ]
        : []),
      ...(continuous && cold !== undefined
        ? [{ path: [...plan, 'coldAfter'], message: 'a continuous backup cannot turn cold', hint: 'use another plan' }]
        : []),
      ...(continuous && kept > LONGEST_CONTINUOUS.toDays()
        ? [
            {
              path: [...plan, 'retention'],
              message: `a continuous backup is kept ${LONGEST_CONTINUOUS} at most, not ${retention}`,
            },
          ]
        : []),
    ];
  });
