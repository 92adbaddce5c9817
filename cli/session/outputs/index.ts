export type * from './outputs-result.js';
export { readOutputs } from './read-outputs.js';
