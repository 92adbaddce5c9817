import { type AnalysisMetric, comparing, deciding, informing, type Threshold } from './metric.js';
import { enough, type Version, whenSampled } from './series.js';

/** A share of something, such as the success rate, that a canary is judged by. */
export interface JudgedRatioProps {
  readonly name: string;
  /** The share, between 0 and 1. */
  readonly ratio: (version: Version) => string;
  /** How many things it is a share of. */
  readonly samples: (version: Version) => string;
  readonly threshold: Threshold;
  /** Argument that says how much worse than the stable version it may be. */
  readonly margin: string;
  /**
   * How many things say that there is something to judge, for a share that only decides where it has samples of its own.
   *
   * @default the share's own samples: without them nothing is judged
   */
  readonly beside?: string;
}

/** Judged by itself, by how much worse it is than the stable version at the same time, and the stable version's own. */
export function judgedRatio(props: JudgedRatioProps): AnalysisMetric[] {
  const { name, ratio, threshold, margin, beside } = props;
  const minimum = beside ? 'minimum-plays' : 'minimum-samples';
  const [better, worse] =
    threshold.is === 'at least' ? (['stable', 'canary'] as const) : (['canary', 'stable'] as const);
  const difference = `(${ratio(better)}) - (${ratio(worse)})`;
  const own = enough(props.samples('canary'), minimum);
  const stables = enough(props.samples('stable'), minimum);
  const samples = beside ? enough(beside, 'minimum-samples') : own;
  const further = beside ? [own] : [];
  const judge = beside ? comparing : deciding;
  return [
    judge(name, whenSampled(ratio('canary'), samples, ...further), threshold),
    comparing(`${name}-vs-stable`, whenSampled(difference, samples, ...further, stables), {
      is: 'at most',
      argument: margin,
    }),
    informing(`stable-${name}`, whenSampled(ratio('stable'), samples, stables)),
  ];
}
