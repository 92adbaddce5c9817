/** A metric of an analysis, as Argo Rollouts takes it. Limits that aren't said are those that every metric has. */
export interface AnalysisMetric {
  readonly name: string;
  readonly query: string;
  readonly successCondition?: string;
  readonly failureCondition?: string;
  /** Measurements that decide. @default no end but that of the limits */
  readonly count?: string;
  readonly consecutiveSuccessLimit?: string;
  readonly failureLimit?: string;
  readonly inconclusiveLimit?: string;
  readonly consecutiveErrorLimit?: string;
}

/** What a value is held against. */
export interface Threshold {
  /** Which side of the threshold is good. */
  readonly is: 'at least' | 'at most';
  /** Name of the argument that holds it. */
  readonly argument: string;
}

/**
 * How a verdict is measured. Where its query has no result there is nothing to look at: Argo Rollouts can't evaluate
 * `result[0]`, which counts as an error and not as one of the `count` measurements, so it is measured again. How long that may
 * go on is decided by {@link sufficing} alone.
 */
const VERDICT = {
  count: '{{args.count}}',
  failureLimit: '{{args.failure-limit}}',
  consecutiveErrorLimit: '{{args.no-number-limit}}',
} as const;

/** A metric that decides: it passes or fails, and what is no number fails. Without a result it is measured again. */
export function deciding(name: string, query: string, threshold: Threshold): AnalysisMetric {
  return { name, query, ...VERDICT, successCondition: `result[0] ${within(threshold)}` };
}

/**
 * A metric that only decides where there is something to decide by: no number is nobody to compare with, or too few plays,
 * and passes. Without a result it is measured again.
 */
export function comparing(name: string, query: string, threshold: Threshold): AnalysisMetric {
  return { name, query, ...VERDICT, successCondition: `isNaN(result[0]) || result[0] ${within(threshold)}` };
}

/**
 * The one metric that says whether there is enough to judge by: as many windows in a row as are judged. Windows with less are
 * waited for; more than `undecided-limit` of them fail it, or, where `abort-below` is 0, leave it inconclusive: held.
 */
export function sufficing(name: string, query: string, minimum: string): AnalysisMetric {
  return {
    name,
    query,
    successCondition: `result[0] >= {{args.${minimum}}}`,
    failureCondition: 'result[0] < {{args.abort-below}}',
    // An analysis in a step must have one; the limits are reached long before.
    count: '1000000',
    consecutiveSuccessLimit: '{{args.count}}',
    failureLimit: '{{args.undecided-limit}}',
    inconclusiveLimit: '{{args.undecided-limit}}',
    consecutiveErrorLimit: '{{args.error-limit}}',
  };
}

/** A metric for those who read the analysis; it passes whatever it says, and goes on for as long as those that decide. */
export function informing(name: string, query: string): AnalysisMetric {
  return { name, query, ...VERDICT, successCondition: 'isNaN(result[0]) || result[0] >= -1' };
}

function within({ is, argument }: Threshold): string {
  return `${is === 'at least' ? '>=' : '<='} {{args.${argument}}}`;
}
