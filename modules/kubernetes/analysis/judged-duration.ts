import { type AnalysisMetric, comparing, deciding, informing } from './metric.js';
import { enough, increase, leastP95, p95, whenSampled } from './series.js';

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
  /**
   * How many things say that there is something to judge, for a duration that only decides where it has samples of its own.
   *
   * @default the duration's own samples: without them nothing is judged
   */
  readonly beside?: string;
}

/** Judged by itself, by how many times the stable version's it is at the same time, and the stable version's own. */
export function judgedDuration(props: JudgedDurationProps): AnalysisMetric[] {
  const { name, histogram, resolution, ceiling, ratio, beside } = props;
  const minimum = beside ? 'minimum-plays' : 'minimum-samples';
  // What only advises must not decide by chance: of a dozen plays one that was slow is more than 5 %.
  const canary = beside ? leastP95(histogram, 'canary') : p95(histogram, 'canary');
  const stable = p95(histogram, 'stable');
  const own = enough(increase(`${histogram}_count`, 'canary'), minimum);
  const stables = enough(increase(`${histogram}_count`, 'stable'), minimum);
  const samples = beside ? enough(beside, 'minimum-samples') : own;
  const further = beside ? [own] : [];
  // Two versions that are the same differ by chance: the canary is slower only where its samples leave nothing else possible.
  const times = `(${leastP95(histogram, 'canary')}) / clamp_min(${stable}, ${resolution})`;
  const judge = beside ? comparing : deciding;
  return [
    judge(name, whenSampled(canary, samples, ...further), { is: 'at most', argument: ceiling }),
    comparing(`${name}-vs-stable`, whenSampled(times, samples, ...further, stables), {
      is: 'at most',
      argument: ratio,
    }),
    informing(`stable-${name}`, whenSampled(stable, samples, stables)),
  ];
}
