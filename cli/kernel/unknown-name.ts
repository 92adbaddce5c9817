import { BacklotError } from '../../modules/values/backlot-error.js';
import { correctedLine } from './command-line.js';
import { nearestWord } from './nearest-word.js';

/** A name that isn't among those that there are. */
export interface UnknownName {
  /** `UnknownService` */
  readonly code: string;
  /** Says which name is wrong, and which there are. */
  readonly message: string;
  readonly given: string;
  readonly known: readonly string[];
  /** Steps where no name is near. @default none */
  readonly actions?: readonly string[];
  readonly hints?: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The error of a wrong name (exit code 3): with the nearest right one, and the user's own command with it. */
export function unknownName({ actions = [], given, known, message, ...more }: UnknownName): BacklotError {
  const near = nearestWord(given, known);
  const corrected = near === undefined ? undefined : correctedLine(given, near);
  return new BacklotError({
    ...more,
    message: near === undefined ? message : `${message}; did you mean '${near}'?`,
    exitCode: 3,
    actions: [...(corrected ? [corrected] : []), ...actions],
  });
}
