import type { Environment } from '../../../environments/model/index.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanResult } from './plan-result.js';

export type { PlanOptions } from './plan-options.js';
export type * from './plan-result.js';

/** Plans every stack of an environment and saves the plans. */
export declare function planEnvironment(environment: Environment, options?: PlanOptions): Promise<PlanResult>;
