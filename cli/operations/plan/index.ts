export { planEnvironment } from './plan-environment.js';
export type { PlanOptions } from './plan-options.js';
export type * from './plan-result.js';
