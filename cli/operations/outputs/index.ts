import type { Environment } from '../../../environments/model/index.js';
import type { OutputsOptions, OutputsResult } from './outputs-result.js';

export type * from './outputs-result.js';

/** Reads the outputs of the applied stacks. */
export declare function readOutputs(environment: Environment, options?: OutputsOptions): Promise<OutputsResult>;
