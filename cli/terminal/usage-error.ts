import { BacklotError } from '../../modules/values/backlot-error.js';
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
  const hints = wrong.flatMap((flag) => {
    const nearest = flag.length > 1 ? nearestWord(flag, known.flags) : undefined;
    return nearest ? [`did you mean --${nearest}?`] : [];
  });
  return new BacklotError({
    code: CODES[error.constructor.name] ?? 'InvalidUsage',
    message: [firstSentence(failure.message), ...hints].join('; '),
    exitCode: 3,
    actions: [`${known.command} --help`],
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
