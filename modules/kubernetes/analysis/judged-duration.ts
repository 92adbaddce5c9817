import { type AnalysisMetric, comparing, deciding, informing } from './metric.js';
import { increase, type MinimumArgument, orNone, p95, whenSampled } from './series.js';

/** A duration whose 95th percentile a canary is judged by. */
export interface JudgedDurationProps {
  readonly name: string;
  /** In seconds. */
  readonly histogram: string;
  /** Upper bound of its first bucket in seconds: what is below looks alike to it. */
  readonly resolution: number;
  /** Argument that holds the ceiling in seconds. */
  readonly ceiling: string;
  /** Argument that says how many times the stable version's it may be. */
  readonly ratio: string;
  /** @default minimum-samples */
  readonly minimum?: MinimumArgument;
}

/** Judged by itself, by how many times the stable version's it is at the same time, and the stable version's own. */
export function judgedDuration(props: JudgedDurationProps): AnalysisMetric[] {
  const { name, histogram, resolution, ceiling, ratio, minimum = 'minimum-samples' } = props;
  const canary = p95(histogram, 'canary');
  const stable = p95(histogram, 'stable');
  const canarySamples = increase(`${histogram}_count`, 'canary');
  const stableSamples = increase(`${histogram}_count`, 'stable');
  const times = `(${canary}) / clamp_min(${stable}, ${resolution})`;
  return [
    deciding(name, whenSampled(canary, [canarySamples], minimum), { is: 'at most', argument: ceiling }),
    comparing(`${name}-vs-stable`, whenSampled(times, [canarySamples, stableSamples], minimum), {
      is: 'at most',
      argument: ratio,
    }),
    informing(`stable-${name}`, whenSampled(stable, [stableSamples], minimum)),
  ];
}

/** How much was counted of each version. `what` tells counts apart where several templates judge together. */
export function sampleCounts(counter: string, what: string): AnalysisMetric[] {
  return [
    informing(what, orNone(increase(counter, 'canary'))),
    informing(`stable-${what}`, orNone(increase(counter, 'stable'))),
  ];
}
