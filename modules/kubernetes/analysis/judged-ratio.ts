import { type AnalysisMetric, comparing, deciding, informing, type Threshold } from './metric.js';
import { type MinimumArgument, type Version, whenSampled } from './series.js';

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
  /** @default minimum-samples */
  readonly minimum?: MinimumArgument;
}

/** Judged by itself, by how much worse it is than the stable version at the same time, and the stable version's own. */
export function judgedRatio(props: JudgedRatioProps): AnalysisMetric[] {
  const { name, ratio, samples, threshold, margin, minimum = 'minimum-samples' } = props;
  const [better, worse] =
    threshold.is === 'at least' ? (['stable', 'canary'] as const) : (['canary', 'stable'] as const);
  const difference = `(${ratio(better)}) - (${ratio(worse)})`;
  return [
    deciding(name, whenSampled(ratio('canary'), [samples('canary')], minimum), threshold),
    comparing(`${name}-vs-stable`, whenSampled(difference, [samples('canary'), samples('stable')], minimum), {
      is: 'at most',
      argument: margin,
    }),
    informing(`stable-${name}`, whenSampled(ratio('stable'), [samples('stable')], minimum)),
  ];
}
