import { randomInt } from 'node:crypto';

/**
 * Stands in front of every sequence of this program. Nobody else can know it: it is drawn anew by each process, and an output
 * takes it away. It is an SGR without effect, so that what counts columns counts none.
 */
const MARK = `\u001b[${Array.from({ length: 4 }, () => randomInt(1_000, 10_000)).join(';')}m`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const SEQUENCE = /^\u001b\[\d*(;\d+)*[A-Za-z]$/;

const OWN = new RegExp(`${escaped(MARK)}(\\u001b\\[[\\d;]*[A-Za-z])`);

/** A control sequence that the terminal is to follow; an output lets no other through. */
export function own(sequence: string): string {
  if (!SEQUENCE.test(sequence)) throw new RangeError(`${JSON.stringify(sequence)} is no control sequence`);
  return MARK + sequence;
}

/** Text for a terminal: what is ours is followed, and `foreign` says what becomes of the rest. */
export function withOwnSequences(text: string, foreign: (text: string) => string): string {
  return text
    .split(OWN)
    .map((part, at) => (at % 2 === 1 ? part : foreign(part)))
    .join('');
}

/** Moves to the beginning of the line, `rows` above. */
export function cursorUp(rows: number): string {
  return `${own(`\u001b[${rows}A`)}${own('\u001b[1G')}`;
}

/** Clears what stands right of the cursor. */
export const CLEAR_LINE = own('\u001b[K');

/** Clears what stands right of the cursor, and below. */
export const CLEAR_BELOW = own('\u001b[J');

function escaped(text: string): string {
  return text.replaceAll('[', '\\[');
}
