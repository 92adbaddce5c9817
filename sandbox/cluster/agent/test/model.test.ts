import { describe, expect, it } from '@jest/globals';
import { rateAt } from '../load-api.js';
import { behaviourOf, tagOf } from '../model/behaviour.js';
import { Histogram } from '../model/histogram.js';
import { LogNormal, quantile } from '../model/log-normal.js';
import { Random } from '../model/random.js';
import { saturation } from '../model/saturation.js';
import { trafficGroups } from '../model/traffic-groups.js';

describe('behaviourOf', () => {
  it('reads the words of an image tag, decimals with p', () => {
    expect(behaviourOf('reg.example:5000/api:1.3.0-sim.error5.slow1p5.cpu2.leak10.rebuffer4')).toEqual({
      errorShare: 0.05,
      latencyFactor: 1.5,
      cpuFactor: 2,
      leakMiBPerMinute: 10,
      rebufferShare: 0.04,
    });
  });

  it('lets the annotation win over the tag, and passes words for nodes by', () => {
    const { errorShare, latencyFactor } = behaviourOf('api:1-sim.error5.crash.start20', 'error=1, slow=2.5,unready');
    expect([errorShare, latencyFactor]).toEqual([0.01, 2.5]);
  });

  it.each(['api:1.0.0', 'api', 'reg:5000/api-sim.error5', 'api:1-sim', 'api:1-sim.error', 'api:1-simerror5'])(
    'finds nothing in %s',
    (image) => {
      expect(behaviourOf(image)).toEqual(behaviourOf('api:1.0.0'));
      expect(behaviourOf(image).errorShare).toBe(0);
    },
  );

  it('reads a tag before a digest, and knows no factor of zero', () => {
    expect(behaviourOf('api:1-sim.error7@sha256:abc').errorShare).toBe(0.07);
    expect(behaviourOf('api:1-sim.slow0').latencyFactor).toBe(1);
    expect(tagOf('reg:5000/api:1-sim.error7@sha256:abc')).toBe('1-sim.error7');
    expect(tagOf('reg:5000/api')).toBe('latest');
  });
});

describe('trafficGroups', () => {
  it('reads what Argo Rollouts writes and what people write', () => {
    const argo =
      '{"Type":"forward","ForwardConfig":{"TargetGroups":[{"ServiceName":"api-canary","ServicePort":"80","Weight":20},{"ServiceName":"api-stable","ServicePort":"80","Weight":80}]}}';
    const person = '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"api","servicePort":80}]}}';
    expect(trafficGroups(argo)).toEqual([
      { service: 'api-canary', weight: 20 },
      { service: 'api-stable', weight: 80 },
    ]);
    expect(trafficGroups(person)).toEqual([{ service: 'api', weight: 1 }]);
  });

  it.each([undefined, '', '{', '[]', '{"type":"redirect"}', '{"forwardConfig":{"targetGroups":[]}}'])(
    'finds none in %s',
    (text) => {
      expect(trafficGroups(text)).toBeUndefined();
    },
  );
});

describe('saturation', () => {
  const pod = { cpuSeconds: 0.01, cores: 1, longestWait: 2 };

  it('is a queue with one server when there is one core: rho over mu times 1 - rho', () => {
    const { waitSeconds, servedRps, cores } = saturation({ ...pod, rps: 80 });
    expect(waitSeconds).toBeCloseTo(0.8 / (100 * 0.2), 6);
    expect([servedRps, cores]).toEqual([80, 0.8]);
  });

  it('is what Erlang says for two cores', () => {
    // C(2, 1.6) = 0.7111 and mu = 100 each.
    expect(saturation({ ...pod, cores: 2, rps: 160 }).waitSeconds).toBeCloseTo(0.7111 / 40, 4);
  });

  it('serves no more than the CPU can do, and lets nobody wait longer than the longest wait', () => {
    expect(saturation({ ...pod, rps: 300 })).toEqual({ servedRps: 100, waitSeconds: 2, cores: 1 });
    expect(saturation({ ...pod, rps: 99.99 }).waitSeconds).toBe(2);
  });

  it('knows no wait without work', () => {
    expect(saturation({ ...pod, rps: 0 })).toEqual({ servedRps: 0, waitSeconds: 0, cores: 0 });
    expect(saturation({ ...pod, cpuSeconds: 0, rps: 1e6 }).waitSeconds).toBe(0);
  });
});

describe('LogNormal', () => {
  it('has the 95th percentile that it was made for', () => {
    const distribution = LogNormal.ofP95(0.18);
    expect(distribution.p95).toBeCloseTo(0.18, 10);
    expect(distribution.cdf(0.18)).toBeCloseTo(0.95, 6);
    expect(distribution.cdf(distribution.median)).toBeCloseTo(0.5, 6);
    expect([distribution.cdf(0), distribution.cdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect(distribution.delayed(0.05).mean).toBeCloseTo(distribution.mean + 0.05, 10);
  });

  it('mixes: between its parts, nearer to the heavier one', () => {
    const [fast, slow] = [LogNormal.ofP95(0.18), LogNormal.ofP95(0.36)];
    expect(quantile(0.95, [{ weight: 1, distribution: fast }])).toBeCloseTo(0.18, 5);
    const mixed = quantile(0.95, [
      { weight: 80, distribution: fast },
      { weight: 20, distribution: slow },
    ]);
    expect(mixed).toBeGreaterThan(0.18);
    expect(mixed).toBeLessThan(0.27);
    expect(quantile(0.95, [])).toBeUndefined();
  });

  it('fills a histogram whose shares are those of the distribution', () => {
    const histogram = new Histogram([0.1, 0.25]);
    histogram.observe(100_000, LogNormal.ofP95(0.18), new Random(1));
    expect(histogram.count).toBe(100_000);
    const shares = histogram.counts.map((count) => count / 100_000);
    const distribution = LogNormal.ofP95(0.18);
    expect(shares[0]).toBeCloseTo(distribution.cdf(0.1), 2);
    expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(distribution.cdf(0.25), 2);
    expect(histogram.sum / 100_000).toBeCloseTo(distribution.mean, 3);
  });
});

describe('Random', () => {
  it('repeats itself for the same seeds only', () => {
    const five = (...seeds: (string | number)[]) => {
      const random = new Random(...seeds);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(five('a', 1)).toEqual(five('a', 1));
    expect(five('a', 1)).not.toEqual(five('a', 2));
  });

  it.each([0.3, 7, 400])('draws %d events on average', (mean) => {
    const random = new Random('poisson', mean);
    const total = Array.from({ length: 40_000 }, () => random.poisson(mean)).reduce((sum, each) => sum + each, 0);
    expect(total / 40_000 / mean).toBeCloseTo(1, 1);
  });

  it.each([
    [20, 0.3],
    [1000, 0.002],
    [5000, 0.95],
  ])('draws of %d the share %d', (trials, probability) => {
    const random = new Random('binomial');
    const drawn = Array.from({ length: 2000 }, () => random.binomial(trials, probability));
    expect(Math.max(...drawn)).toBeLessThanOrEqual(trials);
    const mean = drawn.reduce((sum, each) => sum + each, 0) / 2000;
    expect(mean / (trials * probability)).toBeCloseTo(1, 1);
  });

  it('divides without losing anything', () => {
    const parts = new Random(1).divide(1000, [20, 0, 80]);
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(1000);
    expect(parts[1]).toBe(0);
    expect(new Random(1).divide(10, [0, 0])).toEqual([0, 0]);
  });
});

describe('rateAt', () => {
  const run = { rps: 100, durationSeconds: 60 } as const;

  it.each([
    ['constant', [100, 100, 100, 0]],
    ['ramp', [0, 100, 100, 0]],
    ['spike', [20, 100, 20, 0]],
  ] as const)('of %s at the start, middle and end', (profile, expected) => {
    expect([0, 30, 59, 60].map((at) => rateAt({ ...run, profile }, at))).toEqual(expected);
  });
});
