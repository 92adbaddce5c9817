export { type DriftRecord, latestDrift } from './drift-record.js';
export type * from './drift-result.js';
