import { Duration } from '../../../modules/values/duration.js';
import type { Rule } from './rule.js';

const POSSIBLE = [7, ...Array.from({ length: 23 }, (_, index) => (index + 1) * 31), 731];

/**
 * Performance Insights keeps 7 days, a number of months of 31 days up to 23, or 731 days.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.cost.html
 */
export const performanceInsights: Rule = ({ data }) =>
  Object.entries(data?.postgres ?? {}).flatMap(([name, postgres]) => {
    const days = Duration.parse(postgres.performanceInsights).toSeconds() / Duration.days(1).toSeconds();
    if (POSSIBLE.includes(days)) return [];
    const nearest = POSSIBLE.reduce((a, b) => (Math.abs(b - days) < Math.abs(a - days) ? b : a));
    return [
      {
        path: ['data', 'postgres', name, 'performanceInsights'],
        message: `must be 7d, a multiple of 31d up to 713d, or 731d, not ${postgres.performanceInsights}`,
        hint: `the nearest is ${nearest}d`,
      },
    ];
  });
