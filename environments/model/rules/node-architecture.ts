import { architectureOf } from '../aws/architecture.js';
import type { Rule } from './rule.js';

/** Every instance type of a node group has the processor that the group says. */
export const nodeArchitecture: Rule = ({ cluster }) =>
  Object.entries(cluster?.nodeGroups ?? {}).flatMap(([name, { instanceTypes, architecture }]) => {
    const group = ['cluster', 'nodeGroups', name];
    return instanceTypes.flatMap((type, index) => {
      const actual = architectureOf(type);
      if (actual === architecture) return [];
      return [
        {
          path: [...group, 'instanceTypes', index],
          message: `'${type}' is ${actual}, but the architecture of the group is ${architecture}`,
          hint: `write architecture: ${actual}, or take ${architecture === 'arm64' ? 'a Graviton type such as m7g.large' : 'a type such as m7i.large'}`,
          related: [[...group, 'architecture']],
        },
      ];
    });
  });
