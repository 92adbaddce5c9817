import type { Prompts } from '../../../terminal/prompts.js';
import { Output, type Terminal } from '../../../terminal/terminal.js';

/** A terminal that keeps what was written to it and answers from a list. */
export interface RecordingTerminal extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
  /** Messages of the questions that were asked. */
  readonly asked: readonly string[];
}

/** How the terminal behaves. */
export interface RecordingOptions {
  /** @default false */
  readonly tty?: boolean;
  /** Answers to prompts, in order. @default none: a prompt throws */
  readonly answers?: readonly (string | boolean)[];
  /** Agrees to everything: yes, and this where text is asked for. @default only `answers` are given */
  readonly agreesWith?: string;
  /** What stdin holds, in the pieces that it comes in. @default it is closed */
  readonly input?: readonly (string | Buffer)[];
  /** @default empty */
  readonly env?: Readonly<Record<string, string>>;
  /** @default 100 */
  readonly columns?: number;
  /** @default 24 */
  readonly rows?: number;
}

/** Makes one. */
export function recordingTerminal(options: RecordingOptions = {}): RecordingTerminal {
  const { tty = false, agreesWith, answers = [], env = {}, input = [], columns = 100, rows = 24 } = options;
  const written = { out: '', err: '' };
  const asked: string[] = [];
  const left = [...answers];
  const answer = (message: string, yes?: true) => {
    asked.push(message);
    const next = left.shift() ?? (agreesWith === undefined ? undefined : (yes ?? agreesWith));
    if (next === undefined) throw new Error(`nobody answers: ${message}`);
    return next;
  };
  const prompts: Prompts = {
    confirm: async (message) => answer(message, true) === true,
    text: async (message, { check } = {}) => {
      const text = String(answer(message));
      const verdict = check?.(text) ?? true;
      if (verdict !== true) throw new Error(verdict);
      return text;
    },
    choose: async (message) => String(answer(message)),
    hidden: async (message) => String(answer(message)),
  };
  const output = (name: 'out' | 'err') => {
    const write = (text: string) => {
      written[name] += text;
    };
    return new Output({ isTTY: tty, columns, rows, write }, env);
  };
  return {
    stdout: output('out'),
    stderr: output('err'),
    stdin: {
      isTTY: tty,
      [Symbol.asyncIterator]: async function* () {
        yield* input;
      },
    },
    env,
    prompts,
    exitCode: 0,
    out: () => written.out,
    err: () => written.err,
    asked,
  };
}
