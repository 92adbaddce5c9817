/** Processor of an instance type. */
export type Architecture = 'arm64' | 'amd64';

/**
 * The processor that an instance type has: in the family's name, what follows the generation tells it, and a `g` there
 * is Graviton (`m7g`, `c7gn`, `r6gd`, `x2gd`, `im4gn`); `a1` was the first of them.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Architecture {
  const family = instanceType.split('.')[0] ?? '';
  const attributes = /^[a-z]+(?:-[a-z0-9]+)?\d+([a-z]*)/.exec(family)?.[1] ?? '';
  return family === 'a1' || attributes.startsWith('g') ? 'arm64' : 'amd64';
}
