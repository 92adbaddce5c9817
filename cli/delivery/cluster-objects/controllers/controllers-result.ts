import type { ReportedError } from '../../../kernel/reported-error.js';

/** How a controller stands after an installation. */
export type ControllerStatus =
  /** Installed or upgraded in this run, and healthy. */
  | 'installed'
  /** This version and these values were there already, and it is healthy. */
  | 'unchanged'
  /** Its repository cannot be reached: left as it is. */
  | 'unreachable'
  /** Somebody else installed it: left alone. */
  | 'foreign'
  /** The sandbox brings what it does. */
  | 'provided'
  /** It has no meaning in the sandbox. */
  | 'not in the sandbox'
  /** It was not installed, because one that it stands on is not there, or because the run was stopped. */
  | 'skipped'
  | 'failed';

/** What happened to one controller. */
export interface ControllerDeployment {
  readonly id: string;
  readonly title: string;
  readonly status: ControllerStatus;
  readonly namespace: string;
  /** Version of its chart, and of the software in it. */
  readonly version: string;
  readonly appVersion: string;
  /** Why the environment has it. */
  readonly neededFor: string;
  /** One line for people: what stands in, what to do. @default none */
  readonly note?: string;
  readonly error?: ReportedError;
  readonly durationMs: number;
}
