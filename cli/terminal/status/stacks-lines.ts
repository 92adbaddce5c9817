import type { StackStatus } from '../../insight/status/index.js';
import { plural } from '../plural.js';
import { ageOf } from './age.js';
import type { Said } from './said.js';

/** How many stacks stand, and by name those that aren't as they should be. */
export function stacksLines(stacks: readonly StackStatus[], resources = 0): Said[] {
  if (stacks.some((stack) => conditionOf(stack) === 'unknown')) {
    return [['yellow', `unknown: ${plural(stacks.length, 'stack')} declared, the applied ones can't be told`]];
  }
  const applied = stacks.filter((stack) => stack.applied);
  const whole = applied.filter((stack) => conditionOf(stack) !== 'failed');
  const newest = applied
    .map(({ lastApplied = '' }) => lastApplied)
    .sort()
    .at(-1);
  const last = newest ? `, last ${ageOf(newest)} ago` : '';
  const count = whole.length === stacks.length ? `all ${stacks.length}` : `${whole.length} of ${stacks.length}`;
  const head = `${count} applied, ${plural(resources, 'resource')}${last}`;
  const named = (condition: StackStatus['condition'], text: string, style: Said[0], always = false): Said[] => {
    const ids = stacks.filter((stack) => conditionOf(stack) === condition).map(({ id }) => id);
    return ids.length > 0 && (always || ids.length < stacks.length) ? [[style, `${text}: ${ids.join(', ')}`]] : [];
  };
  return [
    [whole.length === stacks.length ? 'green' : 'yellow', head],
    ...named('failed', 'applied half way', 'red', true),
    ...named('changed', 'declared otherwise since', 'yellow'),
    ...named('not-applied', 'not applied', 'yellow'),
  ];
}

function conditionOf({ applied, condition }: StackStatus): StackStatus['condition'] {
  return condition ?? (applied ? 'applied' : 'not-applied');
}
