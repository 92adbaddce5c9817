import type { Rule } from './rule.js';

/** Copies go to another region, each to a different one: a copy at home is lost with the original. */
export const copiesLeaveHome: Rule = ({ aws, backup, registry }) => {
  const related = [['aws', 'region']];
  const home = `is the environment's own region '${aws.region}'`;
  const hint = 'name another region';
  const targets = registry?.replicateTo ?? [];
  return [
    ...(backup?.copyTo === aws.region ? [{ path: ['backup', 'copyTo'], message: home, hint, related }] : []),
    ...targets.flatMap((region, index) => {
      const path = ['registry', 'replicateTo', index];
      if (region === aws.region) return [{ path, message: home, hint, related }];
      if (targets.indexOf(region) < index) return [{ path, message: `'${region}' is in the list twice` }];
      return [];
    }),
  ];
};
