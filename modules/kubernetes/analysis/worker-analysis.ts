import { judgedDuration, sampleCounts } from './judged-duration.js';
import { judgedRatio } from './judged-ratio.js';
import type { AnalysisMetric } from './metric.js';
import { increase, orNone, rate, type Version } from './series.js';

const MESSAGES = 'messages_processed_total';

/** How a worker is judged: share of messages that succeeded, and 95th percentile of how long one took. */
export function workerAnalysis(): AnalysisMetric[] {
  const good = (version: Version) => orNone(rate(MESSAGES, version, 'outcome="ok"'));
  return [
    ...judgedRatio({
      name: 'success-rate',
      ratio: (version) => `${good(version)} / ${rate(MESSAGES, version)}`,
      samples: (version) => increase(MESSAGES, version),
      threshold: { is: 'at least', argument: 'success-rate' },
      margin: 'success-rate-margin',
    }),
    ...judgedDuration({
      name: 'latency-p95',
      histogram: 'message_processing_duration_seconds',
      resolution: 0.005,
      ceiling: 'latency-p95',
      ratio: 'latency-ratio',
    }),
    ...sampleCounts(MESSAGES, 'samples'),
  ];
}
