import type { BareMetric } from './bare-metric.js';

/** The metric that says whether there was enough to judge by; all others only say how the version did. */
export const ENOUGH_SAMPLES = 'enough-samples';

/** How many samples there were, how long it was waited for more, and what to look at where requests alone would be enough. */
export function enoughText(metric: BareMetric, counted: BareMetric | undefined): string {
  const { counts, limits, minimumSamples: minimum, phase, value } = metric;
  if (value === undefined || minimum === undefined) return 'samples: no data';
  const count = Math.round(value);
  if (value >= minimum) return `${count} samples, at least ${minimum} wanted`;
  const few = `too few samples, ${count} of at least ${minimum}`;
  const short = counts.failed + counts.inconclusive;
  const limit = counts.failed > 0 ? limits.failure : limits.inconclusive;
  const over = phase === 'Failed' || phase === 'Inconclusive';
  const times = (count: number) => `${count} ${count === 1 ? 'measurement' : 'measurements'}`;
  const waited = over ? `after ${times(short)} with too few` : `waited for in ${short} of ${times(limit)}`;
  const untimed = counted?.value !== undefined && counted.value >= minimum;
  const hint = untimed
    ? ` (${Math.round(counted.value)} were counted, but not timed: is metrics.profile right for this service?)`
    : '';
  return `${few}${hint}, ${waited}`;
}
