import { inCi } from './in-ci.js';
import { Output } from './output.js';
import { type Prompts, prompts } from './prompts.js';

export { Output } from './output.js';

/** Everything that a command touches of its process; tests put a recording one here. */
export interface Terminal {
  /** Data: tables and, with `--json`, exactly one object. */
  readonly stdout: Output;
  /** Progress, questions and errors. */
  readonly stderr: Output;
  readonly stdin: { readonly isTTY?: boolean } & Partial<AsyncIterable<Buffer | string>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly prompts: Prompts;
  /** What the process will exit with. */
  exitCode: number;
}

/** The terminal of this process. */
export const processTerminal: Terminal = {
  stdout: new Output(process.stdout, process.env),
  stderr: new Output(process.stderr, process.env),
  stdin: process.stdin,
  env: process.env,
  prompts,
  get exitCode() {
    return Number(process.exitCode ?? 0);
  },
  set exitCode(code: number) {
    process.exitCode = code;
  },
};

/** Columns to assume where nobody says: a CI log. */
const UNKNOWN_WIDTH = 100;
const UNKNOWN_HEIGHT = 24;

/** Columns of an output, at least 20. @default 100 where it isn't a terminal */
export function widthOf(terminal: Terminal, stream: 'stdout' | 'stderr'): number {
  return Math.max(20, terminal[stream].columns || terminal.stderr.columns || UNKNOWN_WIDTH);
}

/** Rows of the terminal that progress is drawn on, at least 5. */
export function heightOf(terminal: Terminal): number {
  return Math.max(5, terminal.stderr.rows || UNKNOWN_HEIGHT);
}

/** Whether a person can be asked: both ends are a terminal and this isn't CI. */
export function canAsk(terminal: Terminal): boolean {
  return Boolean(terminal.stdin.isTTY && terminal.stderr.isTTY && !inCi(terminal.env));
}

/** Whether progress may be redrawn in place. */
export function canRedraw(terminal: Terminal): boolean {
  return Boolean(terminal.stderr.isTTY && terminal.env.TERM !== 'dumb' && !inCi(terminal.env));
}
