import { type AnalysisMetric, sufficing } from './metric.js';
import { orNone, type Version } from './series.js';

/** How much was counted of each version, for those who read. `what` tells counts apart where several templates judge together. */
export function sampleCounts(samples: (version: Version) => string, what: string): AnalysisMetric[] {
  const counted = (name: string, version: Version): AnalysisMetric => ({
    name,
    query: orNone(samples(version)),
    count: '{{args.count}}',
    failureLimit: '{{args.failure-limit}}',
    consecutiveErrorLimit: '{{args.error-limit}}',
  });
  return [counted(what, 'canary'), counted(`stable-${what}`, 'stable')];
}

/** Whether the canary had enough of what every verdict needs: the least of it counts. */
export function enoughSamples(leastOfAll: string): AnalysisMetric {
  return sufficing('enough-samples', leastOfAll, 'minimum-samples');
}
