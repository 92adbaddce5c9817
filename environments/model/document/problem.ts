import { formatPath, type Path } from './path.js';
import type { Position } from './source-file.js';

/** One thing that is wrong in a file. */
export interface Problem {
  readonly at: Position;
  readonly path: Path;
  /** What is wrong, naming the bad value; reads on after the path. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** Whether the value must not be shown. @default false */
  readonly secret?: boolean;
}

/** A problem as `--json` shows it, under `error.problems`. */
export interface ProblemDetails {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** The flat form of a problem. */
export function problemDetails({ at, path, message, hint }: Problem): ProblemDetails {
  const { file, line, column } = at;
  return { file, line, column, path: formatPath(path), message, ...(hint === undefined ? {} : { hint }) };
}
