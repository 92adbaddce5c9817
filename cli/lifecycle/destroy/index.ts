export { destroyEnvironment } from './destroy-environment.js';
export type { DestroyOptions } from './destroy-options.js';
