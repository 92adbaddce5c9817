export type { ClusterDeployment } from '../releases/applied-cluster.js';
export type { ClusterOutcome } from './cluster-result.js';
export { deployEnvironment } from './deploy-environment.js';
export type { Approve, DeployOptions } from './deploy-options.js';
export type * from './deploy-result.js';
export type { Phase, PhaseWish } from './phase.js';
