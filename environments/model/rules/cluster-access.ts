import type { Rule, RuleProblem } from './rule.js';

/** Who is let into the cluster may do something there, and what limits a policy has a policy to limit. */
export const clusterAccess: Rule = ({ cluster }) =>
  Object.entries(cluster?.access ?? {}).flatMap(([name, { namespaces, policy, role }]): RuleProblem[] => {
    const path = ['cluster', 'access', name];
    if (!policy && !role) {
      return [{ path, message: 'may do nothing in the cluster', hint: 'give it a policy, a role, or both' }];
    }
    if (!policy && namespaces.length > 0) {
      return [
        { path: [...path, 'namespaces'], message: 'has no effect: only a policy is limited to namespaces, not a role' },
      ];
    }
    return [];
  });
