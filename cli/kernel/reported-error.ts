import { BacklotError } from '../../modules/values/backlot-error.js';
import { commandLine } from './command-line.js';

/** An error as a part of a result: what `BacklotError.toJSON()` gives. */
export interface ReportedError {
  /** Stable name; branch on this. */
  readonly code: string;
  readonly message: string;
  /** Who can mend it. */
  readonly source: string;
  /** Commands to paste. */
  readonly actions: readonly string[];
  /** What helps and is no command. @default none */
  readonly hints?: readonly string[];
  readonly [detail: string]: unknown;
}

/** What any command prints with `--json` when it fails. */
export interface FailedOutput {
  readonly error: ReportedError;
}

/** An error as part of a result. What is no BacklotError is a defect, and is thrown again. */
export function reportError(error: unknown): ReportedError {
  if (error instanceof BacklotError) return error.toJSON() as ReportedError;
  throw error;
}

/** The end of an operation that was asked to stop: exit code 130, with the command that resumes, as the user wrote it. */
export function interrupted(command: string): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: 'stopped as asked; nothing was changed',
    exitCode: 130,
    actions: [commandLine(command)],
  });
}
