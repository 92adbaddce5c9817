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

/** Processor of an instance type. */
type Architecture = 'arm64' | 'amd64';

/**
 * The processor that an instance type has: in the family's name, what follows the generation tells it, and a `g` there
 * is Graviton (`m7g`, `c7gn`, `r6gd`, `x2gd`, `im4gn`); `a1` was the first of them.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function architectureOf(instanceType: string): Architecture {
  const family = instanceType.split('.')[0] ?? '';
  const attributes = /^[a-z]+(?:-[a-z0-9]+)?\d+([a-z]*)/.exec(family)?.[1] ?? '';
  return family === 'a1' || attributes.startsWith('g') ? 'arm64' : 'amd64';
}
