export type { DestroyOptions } from '../deploy/deploy-options.js';
export { destroyEnvironment } from './destroy-environment.js';
