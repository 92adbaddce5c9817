import { quoted } from '../../modules/values/shell-quoted.js';
import { type CommandShape, type RunningCommand, runningCommand } from './command-line.js';
import { programName } from './program-name.js';
import { pastable, shellWords } from './shell-words.js';

/** Options that say where and how patiently: they count for every command that takes them. */
const CARRIED = ['context', 'environment', 'lock-timeout', 'timeout', 'parallelism', 'from-profile'];
/** What a deploy is about: for commands that plan or apply the same. */
const SUBJECT = ['image', 'only', 'service', 'stack'];
const DEPLOYING = ['deploy', 'plan', 'up', 'rollback'];
/** Answers to a question about something else, and a saved plan that was used up. */
const NEVER_FOR_ANOTHER = ['yes', 'confirm', 'confirm-data', 'lose'];
const SPENT = ['plan', 'continue-deferred'];
/** How results look is for the next command to say. */
const OUTPUT = ['json', 'events', 'no-color', 'debug'];
/** Where a source doesn't know the environment. */
const ANY_ENVIRONMENT = ['<environment>', 'ENV', 'ENVIRONMENT'];

/**
 * Next steps as this user can paste them, each of which runs its own program and nothing else: `backlot` as it was called, and with the options of the running command line that the
 * step doesn't set itself. A step that is the running command with fewer arguments repeats the user's own.
 */
export function nextSteps(actions: readonly string[], { refused = false }: NextStepsOptions = {}): string[] {
  const running = runningCommand();
  const steps = [...new Set(actions.map((action) => nextStep(action, running, refused)))];
  if (!refused || !running) return steps;
  const failed = [programName(), running.shape.name, ...running.argv.map(quoted)].join(' ');
  const others = steps.filter((step) => step !== failed);
  return others.length > 0 ? others : steps;
}

/** What is known of the line that the steps follow. */
export interface NextStepsOptions {
  /** Whether it was refused as it stands: its words are not repeated, and it isn't a step itself beside others. @default false */
  readonly refused?: boolean;
}

/** A result for `--json` with the steps of each of its parts as they can be pasted. */
export function withNextSteps(result: unknown, options: NextStepsOptions = {}): unknown {
  if (Array.isArray(result)) return result.map((each) => withNextSteps(each, options));
  if (typeof result !== 'object' || result === null || 'toJSON' in result) return result;
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => {
      const steps = key === 'actions' && Array.isArray(value) && value.every((each) => typeof each === 'string');
      return [key, steps ? nextSteps(value, options) : withNextSteps(value, options)];
    }),
  );
}

function nextStep(action: string, running: RunningCommand | undefined, refused: boolean): string {
  const program = programName();
  if (action !== 'backlot' && !action.startsWith('backlot ')) return pastable(action);
  const text = action.slice('backlot'.length);
  const own = shellWords(text);
  const shape = running?.shapeOf(own);
  // Redirections and comments are the shell's: such a line is right as it stands.
  if (!running || !shape || own.includes('--help') || /[<>|#…]/.test(text.replaceAll(/<environment>/g, ''))) {
    return [program, pastable(text)].filter(Boolean).join(' ');
  }
  const step = read(own.slice(shape.name.split(' ').length), shape);
  const typed = read(running.argv, running.shape);
  const positionals = step.positionals.map((word) =>
    ANY_ENVIRONMENT.includes(word) ? (environmentOf(typed, running.shape) ?? word) : word,
  );
  const same = shape.name === running.shape.name;
  const begun = same && positionals.every((word, at) => word === typed.positionals[at]);
  // What is no argument of the command is nothing to repeat: it may be a secret that was typed in the wrong place.
  const mine = shape.args.includes('names') ? typed.positionals : typed.positionals.slice(0, shape.args.length);
  const repeated = begun && !refused && mine.length > positionals.length ? mine : positionals;
  const options = [...approved(step, typed), ...carried(step, typed, { same, begun, shape, from: running.shape.name })];
  const tail = step.tail ?? (same ? typed.tail : undefined);
  const words = [shape.name, ...repeated.map(quoted), ...options.flatMap(({ words }) => words.map(quoted))];
  return [program, ...words, ...(tail ? ['--', ...tail.map(quoted)] : [])].join(' ');
}

interface Option {
  /** Without dashes, and without `no-`. */
  readonly name: string;
  readonly words: readonly string[];
}

interface ReadLine {
  readonly positionals: readonly string[];
  readonly options: readonly Option[];
  /** What follows `--`. @default nothing */
  readonly tail?: readonly string[];
}

/** A step's own options: one that gives up more data than its user named carries none of the consent that was given before. */
function approved({ options }: ReadLine, typed: ReadLine): readonly Option[] {
  if (options.every((option) => isTyped(option, typed) || option.name !== 'lose')) return options;
  return options.filter(
    (option) => option.name === 'lose' || !NEVER_FOR_ANOTHER.includes(option.name) || !isTyped(option, typed),
  );
}

/** Whether the user's own line has an option with the same value. */
function isTyped({ name, words }: Option, typed: ReadLine): boolean {
  return typed.options.some((each) => each.name === name && each.words.at(-1) === words.at(-1));
}

/** Options of the user's line that the step should have too. */
function carried(
  step: ReadLine,
  typed: ReadLine,
  how: { readonly same: boolean; readonly begun: boolean; readonly shape: CommandShape; readonly from: string },
): readonly Option[] {
  const set = new Set(step.options.map(({ name }) => name));
  const narrowed = SUBJECT.some((name) => name !== 'image' && set.has(name));
  // Another stack, service or image than the one that was approved.
  const other = step.options.some(
    ({ name, words }) => [...SUBJECT, 'lose'].includes(name) && !isTyped({ name, words }, typed),
  );
  const alike = DEPLOYING.includes(how.from) && DEPLOYING.includes(how.shape.name);
  return typed.options.filter(({ name }) => {
    const flag = how.shape.flags[name];
    if (!flag || flag.hidden || set.has(name) || SPENT.includes(name) || OUTPUT.includes(name)) return false;
    if ([...set].some((other) => flag.exclusive?.includes(other) || how.shape.flags[other]?.exclusive?.includes(name)))
      return false;
    if (narrowed && SUBJECT.includes(name) && name !== 'image') return false;
    if (how.same) return (how.begun && !other) || !NEVER_FOR_ANOTHER.includes(name);
    return CARRIED.includes(name) || (alike && SUBJECT.includes(name));
  });
}

function environmentOf({ options, positionals }: ReadLine, { args, flags }: CommandShape): string | undefined {
  const named = args[0] === 'environment' || args[0] === 'names' ? positionals[0] : undefined;
  const flagged = options
    .find(({ name }) => name === 'environment')
    ?.words.at(-1)
    ?.replace(/^--environment=/, '');
  // Commands about the sandbox have a flag for it, which is `local` where nobody says otherwise.
  return named ?? flagged ?? (process.env.BACKLOT_ENVIRONMENT || (flags.environment ? 'local' : undefined));
}

function read(words: readonly string[], { flags }: CommandShape): ReadLine {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const positionals: string[] = [];
  const options: Option[] = [];
  for (let at = 0; at < own.length; at++) {
    const word = own[at] ?? '';
    const name = flagOf(word, flags);
    if (name === undefined) {
      positionals.push(word);
      continue;
    }
    const follows = flags[name]?.takesValue && !word.includes('=') && (word.startsWith('--') || word.length === 2);
    options.push({ name, words: follows ? [word, own[++at] ?? ''] : [word] });
  }
  return { positionals, options, ...(end === -1 ? {} : { tail: words.slice(end + 1) }) };
}

/** Name of the flag that a word is; nothing for what is no flag. A flag that isn't known keeps its own name. */
function flagOf(word: string, flags: CommandShape['flags']): string | undefined {
  if (word.startsWith('--')) {
    const name = word.slice(2).split('=')[0] ?? '';
    return name in flags ? name : name.replace(/^no-/, '');
  }
  if (!/^-[a-zA-Z]/.test(word)) return undefined;
  return Object.entries(flags).find(([, { char }]) => char === word[1])?.[0] ?? word.slice(1);
}
