import type { OperationOptions } from '../open/operation-options.js';

/** What reading outputs can be told. */
export interface OutputsOptions extends OperationOptions {
  /** Give sensitive values too. @default false: `(sensitive)` */
  readonly showSensitive?: boolean;
}

/** Values by stack, then by output name; a stack that isn't applied has no entry. */
export type OutputsResult = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
