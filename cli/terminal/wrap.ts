import { cells } from './cells.js';

/** Lines whose columns mean something: a frame of code, or a table. */
const FRAME = /^\s*(>?\s*\d*\s*\||[│┃─])|\S {2,}\S/;

/**
 * Text whose lines are at most `width` columns where its words allow that: broken between words, with the indent of the
 * line that is broken. Lines whose columns mean something, and words that are longer, stay whole.
 */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (cells(line) <= width || FRAME.test(line) ? line : wrappedLine(line, width)))
    .join('\n');
}

function wrappedLine(line: string, width: number): string {
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    if (current && cells(`${indent}${current} ${word}`) > width) {
      lines.push(indent + current);
      current = word;
    } else current = current ? `${current} ${word}` : word;
  }
  return [...lines, indent + current].join('\n');
}
