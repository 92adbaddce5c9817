import type { Position } from './source-file.js';

const BEFORE = 2;
const WIDTH = 120;

/**
 * The line of a position with the two above it, numbered, and carets below the place.
 *
 *       10 | network:
 *     > 11 |   cidr: 10.0.0.0/8
 *          |         ^^^^^^^^^^
 */
export function codeFrame(lines: readonly string[], at: Position): string {
  const first = Math.max(1, at.line - BEFORE);
  const digits = String(at.line).length;
  const gutter = (mark: string, number: string) => `  ${mark} ${number.padStart(digits)} |`;
  const shown = lines.slice(first - 1, at.line).map((text, index) => {
    const number = first + index;
    return `${gutter(number === at.line ? '>' : ' ', String(number))} ${visible(text)}`.trimEnd();
  });
  // Past the end of the frame a caret would point at nothing.
  const column = Math.min(at.column, WIDTH);
  const carets = '^'.repeat(Math.max(1, Math.min(at.length, WIDTH - column + 1)));
  return [...shown, `${gutter(' ', '')} ${' '.repeat(column - 1)}${carets}`].join('\n');
}

/** One character per column: a tab is shown as one arrow, and a long line is cut. */
function visible(text: string): string {
  const line = text.replaceAll('\t', '→');
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
