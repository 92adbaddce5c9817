import type { Environment } from '../../../environments/model/index.js';
import type { DestroyOptions } from '../deploy/deploy-options.js';
import type { DeployResult } from '../deploy/deploy-result.js';

export type { DestroyOptions } from '../deploy/deploy-options.js';

/** Removes every stack, dependants first. `applied` in the result means removed. */
export declare function destroyEnvironment(environment: Environment, options: DestroyOptions): Promise<DeployResult>;
