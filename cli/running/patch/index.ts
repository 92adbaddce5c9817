export type * from './patch-result.js';
export { type PlanPatchesOptions, planPatches } from './plan-patches.js';
