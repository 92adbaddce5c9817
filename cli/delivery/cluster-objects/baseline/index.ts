export { applyBaseline } from './apply-baseline.js';
export { type ApplyBaselineOptions, FIELD_MANAGER } from './baseline-options.js';
export type { BaselineAction, BaselineChange, BaselineResult } from './baseline-result.js';
