export { environmentStatus, type StatusOptions } from './environment-status.js';
export type { Part } from './part.js';
export type * from './status-result.js';
