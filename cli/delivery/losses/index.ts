export { describeLoss } from './describe-loss.js';
export { type JudgedPlans, judgePlans, type PlanToJudge } from './find-losses.js';
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
