export { type EnvironmentPlan, planEnvironment } from './plan-environment.js';
export type { PlanOptions } from './plan-options.js';
export type * from './plan-result.js';
export type * from './service-plan.js';
