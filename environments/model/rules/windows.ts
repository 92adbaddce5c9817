import type { Path } from '../document/path.js';
import type { Rule, RuleProblem } from './rule.js';
import { dailyMeetsWeekly, dailyWindow, type TimeWindow, weeklyWindow } from './time-window.js';

const SHORTEST = { rds: 30, cache: 60 };
const LONGEST_MAINTENANCE = 24 * 60;

/**
 * Backup and maintenance windows are well formed, long enough, and apart.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html,
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 */
export const windows: Rule = ({ data }) => [
  ...Object.entries(data?.postgres ?? {}).flatMap(([name, { backupWindow, maintenanceWindow }]) => {
    const path = ['data', 'postgres', name];
    const daily = dailyWindow(backupWindow);
    const weekly = weeklyWindow(maintenanceWindow);
    return [
      ...form([...path, 'backupWindow'], backupWindow, 'hh:mm-hh:mm', '02:00-03:00', daily, SHORTEST.rds),
      ...form(
        [...path, 'maintenanceWindow'],
        maintenanceWindow,
        'ddd:hh:mm-ddd:hh:mm',
        'sun:03:30-sun:04:30',
        weekly,
        SHORTEST.rds,
      ),
      ...(weekly && weekly.length >= LONGEST_MAINTENANCE
        ? [{ path: [...path, 'maintenanceWindow'], message: `'${maintenanceWindow}' is a day or longer` }]
        : []),
      ...(daily && weekly && dailyMeetsWeekly(daily, weekly)
        ? [
            {
              path: [...path, 'maintenanceWindow'],
              message: `'${maintenanceWindow}' overlaps with backupWindow '${backupWindow}', which RDS refuses`,
              related: [[...path, 'backupWindow']],
            },
          ]
        : []),
    ];
  }),
  ...Object.entries(data?.redis ?? {}).flatMap(([name, { snapshotWindow }]) => {
    const path = ['data', 'redis', name, 'snapshotWindow'];
    return form(path, snapshotWindow, 'hh:mm-hh:mm', '03:00-04:00', dailyWindow(snapshotWindow), SHORTEST.cache);
  }),
];

function form(
  path: Path,
  text: string,
  shape: string,
  example: string,
  window: TimeWindow | undefined,
  shortest: number,
): RuleProblem[] {
  if (!window)
    return [{ path, message: `'${text}' is not a window of the form ${shape} in UTC`, hint: `such as ${example}` }];
  if (window.length >= shortest) return [];
  return [{ path, message: `'${text}' is ${window.length} minutes long; AWS asks for ${shortest} at least` }];
}
