import type { LogNormal } from './log-normal.js';
import type { Random } from './random.js';

/** A histogram with fixed upper bounds, as Prometheus knows it. */
export class Histogram {
  /** Per bound and one for all above; not cumulative. */
  readonly counts: number[];
  sum = 0;

  /** @param bounds ascending, in seconds, without infinity */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  get count(): number {
    return this.counts.reduce((total, each) => total + each, 0);
  }

  /** Adds `amount` observations that are drawn from a distribution. */
  observe(amount: number, distribution: LogNormal, random: Random): void {
    if (amount <= 0) return;
    let before = 0;
    const shares = [...this.bounds, Number.POSITIVE_INFINITY].map((bound) => {
      const below = distribution.cdf(bound);
      const share = below - before;
      before = below;
      return share;
    });
    for (const [index, part] of random.divide(amount, shares).entries()) {
      this.counts[index] = (this.counts[index] ?? 0) + part;
    }
    const deviation = distribution.mean * Math.sqrt(Math.exp(distribution.sigma ** 2) - 1);
    const mean = distribution.mean + (deviation / Math.sqrt(amount)) * random.normal();
    this.sum += amount * Math.max(distribution.median / 10, mean);
  }
}

/** Upper bounds of the histograms that services expose, in seconds. */
export const bounds = {
  request: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  message: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  startup: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
} as const;
