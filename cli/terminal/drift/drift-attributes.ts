import type { DriftedAttribute } from '../../insight/drift/index.js';
import { truncate } from '../cells.js';
import type { Paint } from '../paint.js';
import { valueText } from '../plan/attribute-lines.js';

const INDENT = '        ';
const LONGEST_PATH = 40;

/** One line per attribute: what was applied → what there is, or is declared; of lists only what differs. */
export function driftAttributeLines(attributes: readonly DriftedAttribute[], width: number, paint: Paint): string[] {
  const longest = Math.min(LONGEST_PATH, Math.max(0, ...attributes.map(({ path }) => path.length)));
  return attributes.flatMap((attribute) => {
    const path = attribute.path.padEnd(longest);
    const room = Math.max(24, width - INDENT.length - path.length - 5);
    const [before, after] = sides(attribute);
    const left = truncate(before, Math.ceil(room / 2));
    const line = `${INDENT}${path}  ${paint('red', left)} → ${paint('green', truncate(after, Math.max(12, room - left.length)))}`;
    return attribute.reason ? [line, `${INDENT}${' '.repeat(2)}${paint('dim', attribute.reason)}`] : [line];
  });
}

function sides({ after, before, sensitive, unknown }: DriftedAttribute): [string, string] {
  if (sensitive) return ['(sensitive)', '(sensitive)'];
  if (unknown) return [valueText(before), '(known after apply)'];
  if (Array.isArray(before) && Array.isArray(after)) {
    const [gone, come] = [without(before, after), without(after, before)];
    if (gone.length + come.length > 0)
      return [gone.length > 0 ? valueText(gone) : '[…]', come.length > 0 ? `${valueText(come)}` : '[…]'];
  }
  return [valueText(before), valueText(after)];
}

function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const known = new Set(other.map((each) => JSON.stringify(each)));
  return list.filter((each) => !known.has(JSON.stringify(each)));
}
