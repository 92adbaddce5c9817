/** A version whose series are looked at. */
export type Version = 'canary' | 'stable';

/** Things per second in the window, over all pods of a version. `labels` are further matchers, as `code!~"5.."`. */
export function rate(metric: string, version: Version, ...labels: string[]): string {
  return `sum(rate(${selector(metric, version, labels)}[{{args.window}}]))`;
}

/** Things counted in the window, over all pods of a version. */
export function increase(metric: string, version: Version, ...labels: string[]): string {
  return `sum(increase(${selector(metric, version, labels)}[{{args.window}}]))`;
}

/** 95th percentile of a histogram in its own unit, over all pods of a version. */
export function p95(histogram: string, version: Version): string {
  const buckets = `sum by (le) (rate(${selector(`${histogram}_bucket`, version, [])}[{{args.window}}]))`;
  return `histogram_quantile(0.95, ${buckets})`;
}

/** Nothing at all of a series that something must be counted in is 0, not unknown: a version may fail every time. */
export function orNone(expression: string): string {
  return `(${expression} or vector(0))`;
}

/** Argument that says how many samples are enough. */
export type MinimumArgument = 'minimum-samples' | 'minimum-plays';

/** The expression, where there were samples enough; no result at all otherwise, also when it is not a number. */
export function whenSampled(expression: string, samples: readonly string[], minimum: MinimumArgument): string {
  const enough = samples.map((each) => `(${each} >= {{args.${minimum}}})`);
  // NaN is a value, and every comparison with it is false: it would be neither success nor failure for ever.
  return [`((${expression}) > -Inf)`, ...enough].join(' and ');
}

function selector(metric: string, version: Version, labels: readonly string[]): string {
  const matchers = [
    'namespace="{{args.namespace}}"',
    'app_kubernetes_io_name="{{args.service}}"',
    `rollouts_pod_template_hash="{{args.${version}-hash}}"`,
    ...labels,
  ];
  return `${metric}{${matchers.join(',')}}`;
}
