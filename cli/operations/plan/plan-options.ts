import type { OperationOptions } from '../driver/operation-options.js';

/** What a plan can be told. */
export interface PlanOptions extends OperationOptions {
  /** Ask the cloud for the real attributes, so that drift shows. @default true */
  readonly refresh?: boolean;
}
