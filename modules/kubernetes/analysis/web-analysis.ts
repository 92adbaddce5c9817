import { judgedDuration } from './judged-duration.js';
import { judgedRatio } from './judged-ratio.js';
import type { AnalysisMetric } from './metric.js';
import { enoughSamples, sampleCounts } from './sample-counts.js';
import { increase, lesser } from './series.js';
import { goodRequests, REQUEST_DURATION, requests } from './served.js';

/** How a web service is judged: share of requests known to be without error, and 95th percentile of their duration. */
export function webAnalysis(): AnalysisMetric[] {
  return [
    ...judgedRatio({
      name: 'success-rate',
      ratio: goodRequests,
      samples: requests,
      threshold: { is: 'at least', argument: 'success-rate' },
      margin: 'success-rate-margin',
    }),
    ...judgedDuration({
      name: 'latency-p95',
      histogram: REQUEST_DURATION,
      resolution: 0.005,
      ceiling: 'latency-p95',
      ratio: 'latency-ratio',
    }),
    enoughSamples(lesser(requests('canary'), increase(`${REQUEST_DURATION}_count`, 'canary'))),
    ...sampleCounts(requests, 'samples'),
  ];
}
