/** A version whose series are looked at. */
export type Version = 'canary' | 'stable';

/** Things per second in the window, over all pods of a version. `labels` are further matchers, as `code=~"[1-4].."`. */
export function rate(metric: string, version: Version, ...labels: string[]): string {
  return `sum(rate(${selector(metric, version, labels)}[{{args.window}}]))`;
}

/** Things counted in the window, over all pods of a version. */
export function increase(metric: string, version: Version, ...labels: string[]): string {
  return `sum(increase(${selector(metric, version, labels)}[{{args.window}}]))`;
}

/** 95th percentile of a histogram in its own unit, over all pods of a version. */
export function p95(histogram: string, version: Version): string {
  return quantile('0.95', histogram, version);
}

/**
 * The lowest 95th percentile that the samples of the window leave possible: of two dozen, three can be slow by chance, of a
 * thousand not fifty. The lower end of a one-sided 95 % interval for the share that is faster, whatever is distributed how.
 */
export function leastP95(histogram: string, version: Version): string {
  const samples = increase(`${histogram}_count`, version);
  return quantile(`scalar(clamp_min(0.95 - 1.645 * sqrt(0.95 * 0.05 / ${samples}), 0.5))`, histogram, version);
}

/** Nothing at all of a series that something must be counted in is 0, not unknown: a version may fail every time. */
export function orNone(expression: string): string {
  return `(${expression} or vector(0))`;
}

/** The smaller of two counts, each 0 where nothing is counted. */
export function lesser(one: string, other: string): string {
  return `clamp_max(${orNone(one)}, scalar(${orNone(other)}))`;
}

/** Argument that says how many samples are enough. */
export type MinimumArgument = 'minimum-samples' | 'minimum-plays';

/** A count, where it is enough; no result at all otherwise. */
export function enough(samples: string, minimum: MinimumArgument): string {
  return `(${samples} >= {{args.${minimum}}})`;
}

/**
 * The expression, where there were samples enough of the canary; no result at all otherwise. Where the expression has none, or
 * one of `further` isn't enough, the result is NaN: there is something to decide, and no number for it.
 */
export function whenSampled(expression: string, samples: string, ...further: string[]): string {
  const value = [`(${expression})`, ...further].join(' and ');
  return `((${value}) or vector(NaN)) and ${samples}`;
}

function quantile(share: string, histogram: string, version: Version): string {
  const buckets = `sum by (le) (rate(${selector(`${histogram}_bucket`, version, [])}[{{args.window}}]))`;
  return `histogram_quantile(${share}, ${buckets})`;
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
