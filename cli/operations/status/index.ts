import type { Environment } from '../../../environments/model/index.js';
import type { OperationOptions } from '../driver/operation-options.js';
import type { EnvironmentStatus } from './status-result.js';

export type * from './status-result.js';

/** Tells what is applied; starts nothing. */
export declare function environmentStatus(
  environment: Environment,
  options?: OperationOptions,
): Promise<EnvironmentStatus>;
