import { judgedDuration, sampleCounts } from './judged-duration.js';
import { judgedRatio } from './judged-ratio.js';
import type { AnalysisMetric } from './metric.js';
import { increase, orNone, rate, type Version } from './series.js';

const REQUESTS = 'http_requests_total';

/** How a web service is judged: share of requests without a server error, and 95th percentile of their duration. */
export function webAnalysis(): AnalysisMetric[] {
  // All of them may have failed: then there is no series of those that did not.
  const good = (version: Version) => orNone(rate(REQUESTS, version, 'code!~"5.."'));
  return [
    ...judgedRatio({
      name: 'success-rate',
      ratio: (version) => `${good(version)} / ${rate(REQUESTS, version)}`,
      samples: (version) => increase(REQUESTS, version),
      threshold: { is: 'at least', argument: 'success-rate' },
      margin: 'success-rate-margin',
    }),
    ...judgedDuration({
      name: 'latency-p95',
      histogram: 'http_request_duration_seconds',
      resolution: 0.005,
      ceiling: 'latency-p95',
      ratio: 'latency-ratio',
    }),
    ...sampleCounts(REQUESTS, 'samples'),
  ];
}
