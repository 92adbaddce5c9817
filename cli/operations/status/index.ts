export { environmentStatus } from './environment-status.js';
export type * from './status-result.js';
