export { copyNameBegins } from './copy-name.js';
export { describeLoss } from './describe-loss.js';
export { findDeletedKeys } from './find-deleted-keys.js';
export { type JudgedPlans, judgePlans } from './find-losses.js';
export { findWaysBack, type Recoverable } from './find-ways-back.js';
export { inRegion } from './in-region.js';
export type { JudgedPlan } from './judged-plan.js';
export type * from './loss.js';
export {
  type ConfirmLosses,
  closedGate,
  LossGate,
  type LossOptions,
  type LossQuestion,
  lossesOf,
} from './loss-gate.js';
export { lossName } from './loss-name.js';
export { nameToday } from './name-today.js';
export { databaseHolds } from './stores/database-holds.js';
export type { PlanToJudge } from './suspects.js';
export { tellUnasked } from './tell-unasked.js';
export { typeOf } from './type-of.js';
