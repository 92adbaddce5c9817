import { BacklotError } from '../../modules/values/backlot-error.js';
import { correctedLine, runningCommand } from '../kernel/command-line.js';
import { nearestWord } from '../kernel/nearest-word.js';

/** What oclif throws when it can't read a command line; its classes aren't exported, so it is known by its fields. */
interface ParseFailure extends Error {
  readonly oclif?: { readonly exit?: number };
  readonly flags?: readonly string[];
  readonly args?: unknown;
  readonly parse?: unknown;
}

const CODES: Readonly<Record<string, string>> = {
  NonExistentFlagsError: 'UnknownFlag',
  UnexpectedArgsError: 'UnexpectedArgument',
  RequiredArgsError: 'MissingArgument',
  FlagInvalidOptionError: 'InvalidFlagValue',
  ArgInvalidOptionError: 'InvalidArgument',
  FailedFlagValidationError: 'InvalidFlags',
  ViolatedFlagConstraintError: 'InvalidFlags',
};

/** What the command line could have been. */
export interface KnownWords {
  /** `backlot plan`, for the help that is pointed at. */
  readonly command: string;
  /** Names of the flags, without dashes. */
  readonly flags: readonly string[];
}

/** Turns oclif's error about a command line into ours, with exit code 3; gives nothing for any other error. */
export function usageError(error: unknown, known: KnownWords): BacklotError | undefined {
  if (!(error instanceof Error) || !('oclif' in error) || error instanceof BacklotError) return undefined;
  const failure = error as ParseFailure;
  const wrong = failure.flags?.map((flag) => flag.replace(/^-+/, '').split('=')[0] ?? '') ?? [];
  const near = wrong.flatMap((flag) => {
    const nearest = flag.length > 1 ? nearestWord(flag, known.flags) : undefined;
    return nearest ? [{ flag, nearest }] : [];
  });
  const hints = near.map(({ nearest }) => `did you mean --${nearest}?`);
  // Only of one that is wrong: a line with another wrong one is none to paste.
  const [only, ...more] = near;
  // A flag that exists to be refused holds what nobody may see.
  const hidden = only && runningCommand()?.shape.flags[only.nearest]?.hidden;
  const corrected =
    only && !hidden && more.length === 0 ? correctedLine(`--${only.flag}`, `--${only.nearest}`) : undefined;
  return new BacklotError({
    code: CODES[error.constructor.name] ?? 'InvalidUsage',
    message: [firstSentence(failure.message), ...hints].join('; '),
    exitCode: 3,
    actions: [...(corrected && wrong.length === 1 ? [corrected] : []), `${known.command} --help`],
  });
}

function firstSentence(message: string): string {
  const lines = message
    .replace(/See more help with --help/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const text = lines.join(' ').replace('Nonexistent flag', 'unknown flag');
  return text.charAt(0).toLowerCase() + text.slice(1);
}
