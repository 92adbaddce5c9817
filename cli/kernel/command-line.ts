import { quoted } from '../../modules/values/shell-quoted.js';
import { writtenWords } from './shell-words.js';

/** What of a command's flags is needed to read its line. */
export interface FlagShape {
  /** One letter. @default none */
  readonly char?: string;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  /** Whether it is never repeated: it exists to be refused, such as one for a value that must not be seen. @default false */
  readonly hidden?: boolean;
  /** Flags that it can't stand beside. @default none */
  readonly exclusive?: readonly string[];
}

/** A command with the names that its line may hold. */
export interface CommandShape {
  /** `canary status` */
  readonly name: string;
  /** Names of the arguments, in their order. */
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, FlagShape>>;
}

/** A command line that was read. */
export interface RunningCommand {
  readonly shape: CommandShape;
  /** What follows the name, as the user wrote it. */
  readonly argv: readonly string[];
  /** Other commands, to know what they take. */
  readonly shapeOf: (words: readonly string[]) => CommandShape | undefined;
}

let running: RunningCommand | undefined;

/** Says which command this process runs, with the user's own arguments, so that errors can repeat it. */
export function runsAs(command: RunningCommand | undefined): void {
  running = command;
}

/** The command that runs in this process. @default none */
export function runningCommand(): RunningCommand | undefined {
  return running;
}

/** The command that this process runs, as a next step (see `nextSteps`). @param otherwise for callers that are no command */
export function commandLine(otherwise: string): string {
  if (!running) return otherwise;
  return ['backlot', running.shape.name, ...running.argv.map(quoted)].join(' ');
}

/** The running command once more, as next steps; none for callers that are no command. */
export function again(): string[] {
  return running ? [commandLine('')] : [];
}

/** The help of the running command, as next steps; none for callers that are no command. */
export function commandHelp(): string[] {
  return running ? [`backlot ${running.shape.name} --help`] : [];
}

/** The running command with another value of a flag, as next steps; none for callers that are no command. */
export function againWith(flag: string, value?: string): string[] {
  return again().map((line) => withFlag(line, flag, value));
}

/** Answers to a question about something else. */
const APPROVALS = /^(--yes|-y|--confirm(=.*)?|--confirm-data(=.*)?|--lose(=.*)?)$/;

/**
 * The command that this process runs with one word in the place of another, wherever it stands: alone, in a list, before
 * `=`, `:` or `@`. Approvals are left out: what was approved is something else.
 *
 * @returns nothing when no command runs, or none of its words is that one
 */
export function correctedLine(given: string, meant: string): string | undefined {
  if (!running) return undefined;
  let found = false;
  const fixed = running.argv.flatMap((word, at, all) => {
    const before = all[at - 1] ?? '';
    if (APPROVALS.test(word) || (APPROVALS.test(before) && /^--(confirm|lose)/.test(before) && !before.includes('=')))
      return [];
    const [, flag = '', value = word] = /^(--[a-z-]+=)(.*)$/s.exec(word) ?? [];
    if (flag === `${given}=`) {
      found = true;
      return [`${meant}=${value}`];
    }
    const parts = value.split(',').map((part) => {
      const rest = part.slice(given.length);
      if (!part.startsWith(given) || !/^([=:@]|$)/.test(rest)) return part;
      found = true;
      return meant + rest;
    });
    return [flag + parts.join(',')];
  });
  if (!found) return undefined;
  return ['backlot', running.shape.name, ...fixed.map(quoted)].join(' ');
}

/**
 * The same with another value of a flag, or with the flag. What follows `--` is another program's.
 *
 * @param value @default the flag takes none
 */
export function withFlag(command: string, flag: string, value?: string): string {
  const { own, rest } = parted(command);
  const wanted = value === undefined ? [`--${flag}`] : [`--${flag}`, quoted(value)];
  const at = own.findIndex((word) => word === `--${flag}` || (value !== undefined && word.startsWith(`--${flag}=`)));
  if (at < 0) own.push(...wanted);
  else own.splice(at, own[at] === `--${flag}` ? wanted.length : 1, ...wanted);
  return [...own, ...rest].join(' ');
}

/**
 * The same without a flag, however often it stands there. What follows `--` is another program's.
 *
 * @param takes whether a value follows it
 */
export function withoutFlag(command: string, flag: string, takes: 'a value' | 'no value'): string {
  const { own, rest } = parted(command);
  const left = own.filter((word, at) => {
    if (word === `--${flag}`) return false;
    return takes === 'no value' || !(word.startsWith(`--${flag}=`) || own[at - 1] === `--${flag}`);
  });
  return [...left, ...rest].join(' ');
}

/** Words with their quotes: those of the command, and those behind `--`. A flag in a quoted word is text. */
function parted(command: string): { readonly own: string[]; readonly rest: readonly string[] } {
  const words = writtenWords(command);
  const end = words.indexOf('--');
  return end < 0 ? { own: words, rest: [] } : { own: words.slice(0, end), rest: words.slice(end) };
}
