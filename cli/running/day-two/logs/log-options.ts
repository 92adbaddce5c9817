import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { Duration } from '../../../../modules/values/duration.js';
import type { ServiceClusterOptions } from '../service-cluster.js';
import type { LogLine } from './log-line.js';

/** Which lines of which pods are wanted. */
export interface LogsOptions extends ServiceClusterOptions {
  /** @default all of the environment that run on Kubernetes */
  readonly services?: readonly string[];
  /** Go on until the signal. @default false */
  readonly follow?: boolean;
  /** `30s`, `2h`. @default no bound in time */
  readonly since?: string;
  /** Lines per container from before now; -1 is all. @default 100, and all where `since` is given */
  readonly tail?: number;
  /** Of the containers that ran before the last restart. @default false */
  readonly previous?: boolean;
  /** @default the one that serves */
  readonly container?: string;
  /** @default pods of every version */
  readonly version?: 'stable' | 'canary';
  /** Regular expression that lines must match. @default every line */
  readonly grep?: string;
  /** Called for each line: those from before now by their time, later ones as they come. */
  readonly onLine: (line: LogLine) => void;
  /** Ends following. */
  readonly signal?: AbortSignal;
}

/** A pod that gave no lines, and why. */
export interface SilentPod {
  readonly service: string;
  readonly pod: string;
  readonly container: string;
  readonly reason: string;
}

/** What was read. */
export interface LogsResult {
  readonly environment: string;
  readonly namespace: string;
  readonly services: readonly string[];
  /** Pods that were read. */
  readonly pods: readonly string[];
  readonly lines: number;
  readonly silent: readonly SilentPod[];
  /** Whether lines came from pods that a simulator plays. */
  readonly model: boolean;
}

/** What the options come down to. */
export interface LogBounds {
  readonly tail?: number;
  readonly sinceSeconds?: number;
  readonly matches: (text: string) => boolean;
}

const DEFAULT_TAIL = 100;

/**
 * Reads the options that are text.
 *
 * @throws BacklotError `InvalidDuration`, `InvalidPattern`, `InvalidTail`.
 */
export function logBounds({ grep, since, tail }: Pick<LogsOptions, 'grep' | 'since' | 'tail'>): LogBounds {
  if (tail !== undefined && (!Number.isInteger(tail) || tail < -1)) {
    throw new BacklotError({
      code: 'InvalidTail',
      message: `--tail ${tail}: give a number of lines, or -1 for all`,
      exitCode: 3,
    });
  }
  const pattern = grep === undefined ? undefined : patternOf(grep);
  const lines = tail ?? (since === undefined ? DEFAULT_TAIL : -1);
  return {
    ...(lines >= 0 && { tail: lines }),
    ...(since !== undefined && { sinceSeconds: Math.max(1, Duration.parse(since).toSeconds()) }),
    matches: (text) => pattern?.test(text) ?? true,
  };
}

function patternOf(grep: string): RegExp {
  try {
    return new RegExp(grep);
  } catch (cause) {
    throw new BacklotError({
      code: 'InvalidPattern',
      message: `--grep '${grep}' is no regular expression: ${(cause as Error).message}`,
      exitCode: 3,
      hints: ['put a backslash before each of . * + ? ( ) [ ] { } | \\ that is meant as it stands'],
      cause,
    });
  }
}
