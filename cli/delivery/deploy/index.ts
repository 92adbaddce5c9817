export type { ClusterOutcome } from './cluster-result.js';
export { deployEnvironment } from './deploy-environment.js';
export type { Approve, DeployOptions, ProofGate } from './deploy-options.js';
export type * from './deploy-result.js';
export type { Phase, PhaseWish } from './phase.js';
