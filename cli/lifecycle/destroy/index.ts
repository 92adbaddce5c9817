export type { DataStore } from './data-store.js';
export { destroyEnvironment } from './destroy-environment.js';
export type { DestroyOptions } from './destroy-options.js';
