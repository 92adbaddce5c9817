import type { Environment } from '../../../environments/model/index.js';
import type { DeployOptions } from './deploy-options.js';
import type { DeployResult } from './deploy-result.js';

export type { Approve, DeployOptions } from './deploy-options.js';
export type * from './deploy-result.js';

/** Applies a saved plan, or plans and applies wave after wave. */
export declare function deployEnvironment(environment: Environment, options: DeployOptions): Promise<DeployResult>;
