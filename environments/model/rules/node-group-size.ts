import type { Rule, RuleProblem } from './rule.js';

/** min <= desired <= max, for every node group. */
export const nodeGroupSize: Rule = ({ cluster }) =>
  Object.entries(cluster?.nodeGroups ?? {}).flatMap(([name, { min, max, desired }]): RuleProblem[] => {
    const path = ['cluster', 'nodeGroups', name];
    if (min > max) {
      return [{ path: [...path, 'min'], message: `min ${min} is above max ${max}`, related: [[...path, 'max']] }];
    }
    if (desired === undefined || (desired >= min && desired <= max)) return [];
    const message = `desired ${desired} is outside min ${min} to max ${max}`;
    return [
      {
        path: [...path, 'desired'],
        message,
        related: [
          [...path, 'min'],
          [...path, 'max'],
        ],
      },
    ];
  });
