export type * from './canary-status.js';
export { type CanaryOutcome, type CanaryVerdict, canaryExitCode } from './canary-verdict.js';
export { type FollowOptions, followCanary } from './follow-canary.js';
export { readCanary } from './read-canary.js';
