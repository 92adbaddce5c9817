export { deployEnvironment } from './deploy-environment.js';
export type { Approve, DeployOptions } from './deploy-options.js';
export type * from './deploy-result.js';
