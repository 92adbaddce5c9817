import { judgedDuration } from './judged-duration.js';
import { judgedRatio } from './judged-ratio.js';
import type { AnalysisMetric } from './metric.js';
import { sampleCounts } from './sample-counts.js';
import { increase, orNone, rate, type Version } from './series.js';
import { messages, requests } from './served.js';

const STARTS = 'playback_startup_seconds_count';

/**
 * How playback is judged: how long it takes to start, and the share of the time watched that was spent waiting. It runs
 * beside the analysis of the service and decides only where there were plays enough: too few never hold or fail a version
 * whose requests can be judged. Its counts have names of their own.
 */
export function playbackAnalysis(): AnalysisMetric[] {
  const waited = (version: Version) => orNone(rate('playback_rebuffer_seconds_total', version));
  const beside = `(${requests('canary')} or ${messages('canary')})`;
  return [
    ...judgedDuration({
      name: 'startup-p95',
      histogram: 'playback_startup_seconds',
      resolution: 0.25,
      ceiling: 'startup-p95',
      ratio: 'startup-ratio',
      beside,
    }),
    ...judgedRatio({
      name: 'rebuffer-ratio',
      ratio: (version) => `${waited(version)} / ${rate('playback_watch_seconds_total', version)}`,
      samples: (version) => increase(STARTS, version),
      threshold: { is: 'at most', argument: 'rebuffer-ratio' },
      margin: 'rebuffer-margin',
      beside,
    }),
    ...sampleCounts((version) => increase(STARTS, version), 'playback-samples'),
  ];
}
