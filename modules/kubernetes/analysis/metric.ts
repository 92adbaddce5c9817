/** A metric of an analysis, as Argo Rollouts takes it. */
export interface AnalysisMetric {
  readonly name: string;
  readonly query: string;
  readonly successCondition?: string;
  readonly failureCondition?: string;
}

/** What a value is held against. */
export interface Threshold {
  /** Which side of the threshold is good. */
  readonly is: 'at least' | 'at most';
  /** Name of the argument that holds it. */
  readonly argument: string;
}

/** A metric that decides. Without a result it decides nothing, and the canary holds. */
export function deciding(name: string, query: string, threshold: Threshold): AnalysisMetric {
  const { within, outside } = comparisons(threshold);
  return {
    name,
    query,
    successCondition: `len(result) > 0 && result[0] ${within}`,
    failureCondition: `len(result) > 0 && result[0] ${outside}`,
  };
}

/**
 * A metric that decides by the version that serves beside the canary. Without a result there was nobody to compare with,
 * which is no reason to hold: the absolute threshold has decided, or held, by itself.
 */
export function comparing(name: string, query: string, threshold: Threshold): AnalysisMetric {
  const { within, outside } = comparisons(threshold);
  return {
    name,
    query,
    successCondition: `len(result) == 0 || result[0] ${within}`,
    failureCondition: `len(result) > 0 && result[0] ${outside}`,
  };
}

/** A metric for those who read the analysis; it decides nothing. */
export function informing(name: string, query: string): AnalysisMetric {
  return { name, query };
}

function comparisons({ is, argument }: Threshold): { within: string; outside: string } {
  const [within, outside] = is === 'at least' ? ['>=', '<'] : ['<=', '>'];
  return { within: `${within} {{args.${argument}}}`, outside: `${outside} {{args.${argument}}}` };
}
