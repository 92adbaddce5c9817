import { styleText } from 'node:util';
import { own } from './own-sequences.js';
import type { Output, Terminal } from './terminal.js';

/** A style of text; what it looks like is decided here only. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta';

/** Puts a style around text, or leaves the text alone where colour isn't wanted. */
export type Paint = (style: Style, text: string) => string;

/** No colour. */
export const plain: Paint = (_style, text) => text;

/** Where a style within the text ends, this one goes on. */
const coloured: Paint = (style, text) => {
  if (!text) return text;
  const [begin = '', end = ''] = styleText(style, '|', { validateStream: false }).split('|').map(own);
  return begin + text.replaceAll(end, end + begin) + end;
};

/**
 * Whether and how to colour what goes to a stream: `--no-color`, then `FORCE_COLOR` (unless 0 or false), then `NO_COLOR`, then
 * whether it is a terminal. Node itself lets `FORCE_COLOR` win over `NO_COLOR`.
 */
export function paintFor(terminal: Terminal, stream: 'stdout' | 'stderr', options: { noColor?: boolean } = {}): Paint {
  return wantsColor(terminal.env, terminal[stream], options.noColor) ? coloured : plain;
}

function wantsColor(env: Terminal['env'], output: Output, noColor = false): boolean {
  if (noColor) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR) return false;
  return Boolean(output.isTTY) && env.TERM !== 'dumb';
}
