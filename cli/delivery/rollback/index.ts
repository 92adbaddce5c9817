export type { Refusal } from './refusal.js';
export { rollbackEnvironment } from './rollback-environment.js';
export type * from './rollback-options.js';
