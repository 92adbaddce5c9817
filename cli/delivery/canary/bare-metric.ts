import type { CanaryMetric } from './canary-status.js';

/** A metric with everything but its words. */
export type BareMetric = Omit<CanaryMetric, 'verdict'>;
