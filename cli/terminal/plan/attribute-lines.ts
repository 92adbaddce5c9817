import type { OutputChange } from '../../delivery/plan/index.js';
import type { AttributeChange } from '../../kernel/diff/attribute-diff.js';
import { oneLine, truncate } from '../cells.js';
import type { Paint } from '../paint.js';
import { documentDiff } from './document-diff.js';

const INDENT = '        ';
const LONGEST_PATH = 34;

/** One line per attribute: `path  before → after`, with what is withheld or unknown said as such. */
export function attributeLines(changed: readonly AttributeChange[], width: number, paint: Paint): string[] {
  const attributes = changed.flatMap((attribute) => documentDiff(attribute) ?? [attribute]);
  const longest = Math.min(LONGEST_PATH, Math.max(0, ...attributes.map(({ path }) => path.length)));
  return attributes.map((attribute) => {
    const path = attribute.path.padEnd(longest);
    const mark = attribute.forcesReplacement ? '  forces replacement' : '';
    const room = Math.max(24, width - INDENT.length - path.length - mark.length - 5);
    const [was, will] = differing(
      attribute.sensitive ? '(sensitive)' : valueText(attribute.before),
      afterText(attribute),
      room,
    );
    const before = truncate(was, Math.ceil(room / 2));
    const after = truncate(will, Math.max(12, room - before.length));
    return `${INDENT}${path}  ${paint('red', before)} → ${paint('green', after)}${paint('yellow', mark)}`;
  });
}

/** So much of what is equal is left before a difference that would be cut away. */
const LEAD = 8;

/** Two texts from where they differ, where they would be cut before it and look the same. */
function differing(before: string, after: string, room: number): readonly [string, string] {
  const half = Math.floor(room / 2);
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  if (at < half - 1 || before === after) return [before, after];
  return [`…${before.slice(at - LEAD)}`, `…${after.slice(at - LEAD)}`];
}

/** A value on one line, as JSON; nothing for what isn't there. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '(none)';
  return oneLine(JSON.stringify(value) ?? String(value));
}

/** What a value will be. */
export function afterText(change: Pick<AttributeChange | OutputChange, 'after' | 'unknown' | 'sensitive'>): string {
  if (change.sensitive) return '(sensitive)';
  return change.unknown ? '(known after apply)' : valueText(change.after);
}
