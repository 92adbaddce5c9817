export { type AdoptOptions, adoptDrift } from './adopt/adopt-drift.js';
export { type DriftRecord, latestDrift } from './drift-record.js';
export type * from './drift-result.js';
export { type DriftOptions, findDrift } from './find-drift.js';
export { type RevertOptions, type RevertPreview, revertDrift } from './revert/revert-drift.js';
