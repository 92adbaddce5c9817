/** z of the 95th percentile. */
const Z95 = 1.6448536269514722;
/** Spread of latencies: the 95th percentile is 2.3 times the median, as it is for many services. */
const SIGMA = 0.5;

/** A log-normal distribution of durations in seconds. */
export class LogNormal {
  private constructor(
    readonly median: number,
    readonly sigma: number,
  ) {}

  static ofP95(p95: number, sigma = SIGMA): LogNormal {
    return new LogNormal(p95 / Math.exp(Z95 * sigma), sigma);
  }

  get mean(): number {
    return this.median * Math.exp(this.sigma ** 2 / 2);
  }

  get p95(): number {
    return this.median * Math.exp(Z95 * this.sigma);
  }

  /** Every duration `factor` times as long. */
  times(factor: number): LogNormal {
    return new LogNormal(this.median * factor, this.sigma);
  }

  /** Everybody waits `seconds` more on average. */
  delayed(seconds: number): LogNormal {
    return this.times(1 + seconds / this.mean);
  }

  /** Share of durations up to `seconds`. */
  cdf(seconds: number): number {
    if (seconds <= 0) return 0;
    if (seconds === Number.POSITIVE_INFINITY) return 1;
    return normalCdf(Math.log(seconds / this.median) / this.sigma);
  }
}

/** The duration that `share` of a mixture stays below; undefined for an empty one. */
export function quantile(
  share: number,
  mixture: readonly { readonly weight: number; readonly distribution: LogNormal }[],
): number | undefined {
  const parts = mixture.filter(({ weight }) => weight > 0);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  let low = 0;
  let high = Math.max(...parts.map(({ distribution }) => distribution.median * Math.exp(6 * distribution.sigma)));
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    const below = parts.reduce((sum, { weight, distribution }) => sum + weight * distribution.cdf(middle), 0) / total;
    if (below < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17: within 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
