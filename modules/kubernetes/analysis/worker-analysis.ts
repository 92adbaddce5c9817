import { judgedDuration } from './judged-duration.js';
import { judgedRatio } from './judged-ratio.js';
import type { AnalysisMetric } from './metric.js';
import { enoughSamples, sampleCounts } from './sample-counts.js';
import { increase, lesser } from './series.js';
import { goodMessages, MESSAGE_DURATION, messages } from './served.js';

/** How a worker is judged: share of messages that succeeded, and 95th percentile of how long one took. */
export function workerAnalysis(): AnalysisMetric[] {
  return [
    ...judgedRatio({
      name: 'success-rate',
      ratio: goodMessages,
      samples: messages,
      threshold: { is: 'at least', argument: 'success-rate' },
      margin: 'success-rate-margin',
    }),
    ...judgedDuration({
      name: 'latency-p95',
      histogram: MESSAGE_DURATION,
      resolution: 0.005,
      ceiling: 'latency-p95',
      ratio: 'latency-ratio',
    }),
    enoughSamples(lesser(messages('canary'), increase(`${MESSAGE_DURATION}_count`, 'canary'))),
    ...sampleCounts(messages, 'samples'),
  ];
}
