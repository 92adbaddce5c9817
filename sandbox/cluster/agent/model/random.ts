/** Pseudo-random numbers that a seed decides; not for secrets. */
export class Random {
  private state: number;

  /** @param seeds anything that tells this sequence from others */
  constructor(...seeds: readonly (string | number)[]) {
    let hash = 0x811c9dc5;
    for (const character of seeds.join('\u0000')) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    this.state = hash >>> 0;
    this.next();
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Mean 0, standard deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** How many of events that happen `mean` times on average. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count += 1;
    return count;
  }

  /** How many of `trials` succeed. */
  binomial(trials: number, probability: number): number {
    const p = Math.min(1, Math.max(0, probability));
    if (trials <= 0 || p === 0) return 0;
    if (p === 1) return trials;
    if (p > 0.5) return trials - this.binomial(trials, 1 - p);
    const mean = trials * p;
    if (mean > 30) {
      const drawn = Math.round(mean + Math.sqrt(mean * (1 - p)) * this.normal());
      return Math.min(trials, Math.max(0, drawn));
    }
    if (trials > 200) return Math.min(trials, this.poisson(mean));
    let count = 0;
    for (let trial = 0; trial < trials; trial += 1) if (this.next() < p) count += 1;
    return count;
  }

  /** Divides `total` over weights, so that the parts sum up to it; all zero where no weight is above 0. */
  divide(total: number, weights: readonly number[]): number[] {
    let left = total;
    let weight = weights.reduce((sum, each) => sum + Math.max(0, each), 0);
    return weights.map((each) => {
      const own = Math.max(0, each);
      const part = weight > 0 ? this.binomial(left, own / weight) : 0;
      left -= part;
      weight -= own;
      return part;
    });
  }
}
