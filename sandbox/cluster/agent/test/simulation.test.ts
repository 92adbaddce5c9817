import { describe, expect, it } from '@jest/globals';
import { bounds } from '../model/histogram.js';
import { Driven } from './support/driven.js';
import { FakeCluster } from './support/fake-cluster.js';

const canary = { hash: 'canary1', image: 'reg/api:1.1.0' };

function weighted(image = canary.image): FakeCluster {
  const cluster = new FakeCluster().have(
    { name: 'a' },
    { name: 'b' },
    { name: 'c' },
    { name: 'd', hash: 'canary1', image },
  );
  Object.assign(cluster.sends, { api: ['a', 'b', 'c', 'd'], 'api-stable': ['a', 'b', 'c'], 'api-canary': ['d'] });
  cluster.actions = {
    api: [
      { service: 'api-canary', weight: 20 },
      { service: 'api-stable', weight: 80 },
    ],
  };
  cluster.rollouts = { api: { stable: 'stable1', current: 'canary1' } };
  return cluster;
}

describe('requests', () => {
  it('go to the canary by its weight in the Ingress, whatever its number of pods', () => {
    const driven = new Driven(weighted());
    const run = driven.start({ rps: 100 });
    driven.pass(60);
    expect(run.totals.requests).toBeGreaterThan(5700);
    expect(run.totals.requests).toBeLessThan(6300);
    expect(driven.requests('d') / run.totals.requests).toBeCloseTo(0.2, 1);
    expect(driven.requests('a') / driven.requests('b')).toBeCloseTo(1, 1);
    expect(run.current.versions).toMatchObject([
      { version: '1.0.0', role: 'stable', replicas: 3, ready: 3, errorPercent: 0 },
      { version: '1.1.0', role: 'canary', replicas: 1, ready: 1, errorPercent: 0 },
    ]);
  });

  it('go to all ready pods alike where no weights stand', () => {
    const cluster = weighted();
    cluster.actions = {};
    const driven = new Driven(cluster);
    const run = driven.start({ rps: 100 });
    driven.pass(60);
    expect(driven.requests('d') / run.totals.requests).toBeCloseTo(0.25, 1);
  });

  it('go to stable and canary Services by ready pods where there is no Service of the service itself', () => {
    const cluster = weighted();
    cluster.actions = {};
    delete cluster.sends.api;
    const driven = new Driven(cluster);
    const run = driven.start({ rps: 100 });
    driven.pass(60);
    expect(driven.requests('d') / run.totals.requests).toBeCloseTo(0.25, 1);
  });

  it('no longer reach a pod that is no endpoint, as one that is being deleted', () => {
    const cluster = weighted();
    const driven = new Driven(cluster);
    driven.start({ rps: 100 });
    driven.pass(10);
    const before = driven.requests('a');
    cluster.sends['api-stable'] = ['b', 'c'];
    driven.pass(10);
    expect(driven.requests('a')).toBe(before);
    expect(driven.requests('b')).toBeGreaterThan(before * 1.5);
  });

  it('fail with 503 of the service, not of a pod, when no pod is ready', () => {
    const cluster = new FakeCluster().have({ name: 'a', ready: false });
    cluster.sends.api = [];
    const driven = new Driven(cluster);
    const run = driven.start({ rps: 20 });
    driven.pass(10);
    expect(run.totals.failed).toBe(run.totals.requests);
    expect(run.totals.unrouted).toBe(run.totals.requests);
    expect(driven.simulation.unrouted.get('streaming/api')).toBe(run.totals.requests);
    expect(driven.requests('a')).toBe(0);
    expect(run.current).toMatchObject({ versions: [{ replicas: 1, ready: 0, rps: 0 }] });
    expect(run.current.unroutedRps).toBeGreaterThan(0);
  });

  it("fail for the canary's share only when only the canary has no ready pod", () => {
    const cluster = weighted();
    cluster.sends['api-canary'] = [];
    const driven = new Driven(cluster);
    const run = driven.start({ rps: 100 });
    driven.pass(60);
    expect(run.totals.unrouted / run.totals.requests).toBeCloseTo(0.2, 1);
  });

  it('are the same again for the same seed, and others for another', () => {
    const figures = (seed: number) => {
      const driven = new Driven(weighted('reg/api:1.1.0-sim.error5'));
      const run = driven.start({ rps: 70, seed });
      driven.pass(30);
      return { totals: run.totals, samples: run.samples, sums: driven.state('d').web };
    };
    expect(figures(7)).toEqual(figures(7));
    expect(figures(7)).not.toEqual(figures(8));
  });

  it('of two runs on one service add up', () => {
    const driven = new Driven(weighted());
    const [first, second] = [driven.start({ rps: 30 }), driven.start({ rps: 90 })];
    driven.pass(30);
    expect(second.totals.requests / first.totals.requests).toBeCloseTo(3, 0);
    expect(first.current.offeredRps).toBe(120);
    const counted = ['a', 'b', 'c', 'd'].reduce((sum, name) => sum + driven.requests(name), 0);
    expect(first.totals.requests + second.totals.requests).toBe(counted);
  });
});

describe('a version', () => {
  it('fails as often as its image says', () => {
    const driven = new Driven(weighted('reg/api:1.1.0-sim.error5'));
    const run = driven.start({ rps: 200 });
    driven.pass(120);
    const { ok, failed } = driven.state('d').web;
    expect(failed / (ok + failed)).toBeGreaterThan(0.035);
    expect(failed / (ok + failed)).toBeLessThan(0.065);
    expect(driven.state('a').web.failed).toBe(0);
    expect(run.totals.failed).toBe(failed);
  });

  it('is as slow as its image says: p95 180 ms for a good one, twice that with slow2', () => {
    const driven = new Driven(weighted('reg/api:1.1.0-sim.slow2'));
    const run = driven.start({ rps: 20 });
    driven.pass(30);
    const [stable, slow] = run.current.versions.map(({ p95Ms }) => p95Ms ?? 0);
    expect(stable).toBeGreaterThan(175);
    expect(stable).toBeLessThan(200);
    expect((slow ?? 0) / (stable ?? 1)).toBeCloseTo(2, 0);
  });

  it('takes as much CPU as its image says, on top of a little without traffic', () => {
    const driven = new Driven(weighted('reg/api:1.1.0-sim.cpu3'));
    driven.pass(10);
    expect(driven.state('a').cpu).toBeGreaterThan(0.005);
    expect(driven.state('a').cpu).toBeLessThan(0.025);
    driven.start({ rps: 50 });
    driven.pass(10);
    // 40 requests a second of 8 ms over three pods; 10 of 24 ms on one.
    expect(driven.state('a').cpu).toBeGreaterThan(0.1);
    expect(driven.state('a').cpu).toBeLessThan(0.14);
    expect(driven.state('d').cpu).toBeGreaterThan(0.2);
    expect(driven.state('d').cpu).toBeLessThan(0.3);
  });

  it('leaks memory since its start, up to its limit', () => {
    const resources = { requests: { memory: '256Mi' }, limits: { memory: '512Mi' } };
    const image = 'reg/api:1.1.0-sim.leak20';
    const cluster = new FakeCluster().have(
      { name: 'young', image, resources, startTime: '2026-11-21T08:59:00Z' },
      { name: 'older', image, resources, startTime: '2026-11-21T08:55:00Z' },
      { name: 'oldest', image, resources, startTime: '2026-11-21T08:00:00Z' },
    );
    const driven = new Driven(cluster).pass(1);
    const memory = (name: string) => driven.state(name).memory / 2 ** 20;
    expect(memory('young')).toBeLessThan(256 * 0.45 + 21);
    expect(memory('older')).toBeGreaterThan(256 * 0.35 + 99);
    expect(memory('oldest')).toBe(512);
  });

  it('rebuffers as its image says, and plays only where playback is modelled', () => {
    const annotations = { 'backlot.dev/playback': 'true' };
    const cluster = new FakeCluster().have(
      { name: 'good', annotations },
      { name: 'bad', annotations, image: 'reg/api:2-sim.rebuffer3', hash: 'canary1' },
      { name: 'none', hash: 'other' },
    );
    cluster.sends.api = ['good', 'bad', 'none'];
    const driven = new Driven(cluster);
    driven.start({ rps: 60 });
    driven.pass(60);
    const ratio = (name: string) => {
      const { rebufferedSeconds, watchedSeconds } = driven.state(name).playback;
      return rebufferedSeconds / watchedSeconds;
    };
    expect(ratio('good')).toBeLessThan(0.005);
    expect(ratio('bad')).toBeCloseTo(0.03, 2);
    expect(driven.state('good').playback.startup.count).toBeGreaterThan(50);
    expect(driven.state('good').playback.startup.bounds).toBe(bounds.startup);
    expect(driven.state('none').playback.watchedSeconds).toBe(0);
  });
});

describe('a pod without CPU to spare', () => {
  const one = (resources: object) => {
    const cluster = new FakeCluster().have({ name: 'a', resources });
    cluster.sends.api = ['a'];
    return new Driven(cluster);
  };

  it('lets requests wait, and refuses with 503 what it cannot serve', () => {
    const driven = one({ requests: { cpu: '250m' }, limits: { cpu: '500m' } });
    const run = driven.start({ rps: 40 });
    driven.pass(10);
    const relaxed = run.current.versions[0]?.p95Ms ?? 0;
    const busy = driven.start({ rps: 15 });
    driven.pass(10);
    expect(busy.current.versions[0]?.p95Ms).toBeGreaterThan(relaxed * 1.1);
    driven.start({ rps: 70 });
    driven.pass(20);
    const { saturated, failed } = driven.state('a').web;
    expect(saturated).toBeGreaterThan(500);
    expect(failed).toBe(0);
    expect(run.current.versions[0]?.cpuMillicores).toBeLessThan(525);
    expect(run.current.versions[0]?.errorPercent).toBeGreaterThan(35);
  });

  it('may use twice its request where no limit is set', () => {
    const driven = one({ requests: { cpu: '250m' } });
    driven.start({ rps: 500 });
    driven.pass(10);
    expect(driven.state('a').cpu).toBeGreaterThan(0.49);
    expect(driven.state('a').cpu).toBeLessThan(0.53);
  });

  it('takes the CPU time of a request from the run, else from its annotation', () => {
    const annotations = { 'sandbox.backlot.dev/cpu-per-request': '2ms' };
    const cluster = new FakeCluster().have({ name: 'a', annotations });
    cluster.sends.api = ['a'];
    const annotated = new Driven(cluster);
    annotated.start({ rps: 50 });
    expect(annotated.pass(10).state('a').cpu).toBeLessThan(0.14);
    const told = new Driven(cluster);
    told.start({ rps: 50, cpuPerRequestMs: 6 });
    expect(told.pass(10).state('a').cpu).toBeGreaterThan(0.25);
  });
});

describe('a worker', () => {
  const annotations = { 'backlot.dev/queue': 'ingest' };
  const worker = (name: string) => ({
    name,
    service: 'processor',
    annotations,
    resources: { requests: { cpu: '500m' } },
  });

  it('lets a backlog grow when it is too small, and works it off after more pods came, also without a run', () => {
    const cluster = new FakeCluster().have(worker('a'));
    const driven = new Driven(cluster);
    const run = driven.start({ service: 'processor', rps: 30, durationSeconds: 30 }, 'worker');
    driven.pass(30);
    const depth = driven.simulation.backlogOf('ingest');
    expect(depth).toBeGreaterThan(400);
    expect(run.samples.at(-1)?.backlog).toBeGreaterThan(400);
    expect(run.state).toBe('finished');
    cluster.have(worker('a'), worker('b'), worker('c'));
    driven.pass(60);
    expect(driven.simulation.backlogOf('ingest')).toBe(0);
    const processed = ['a', 'b', 'c'].reduce((sum, name) => sum + driven.state(name).worker.ok, 0);
    expect(processed).toBe(run.totals.requests);
  });

  it('keeps all messages while no pod is ready', () => {
    const driven = new Driven(new FakeCluster().have({ ...worker('a'), ready: false }));
    const run = driven.start({ service: 'processor', rps: 10 }, 'worker');
    driven.pass(10);
    expect(driven.simulation.backlogOf('ingest')).toBe(run.totals.requests);
    expect(run.totals.failed).toBe(0);
  });
});

describe('services', () => {
  it('are web with a Service, workers without, and unknown without pods', () => {
    const cluster = weighted().have({ name: 'a' }, { name: 'w', service: 'processor' });
    const { simulation } = new Driven(cluster).pass(1);
    expect(simulation.kindOf('streaming', 'api')).toBe('web');
    expect(simulation.kindOf('streaming', 'processor')).toBe('worker');
    expect(simulation.kindOf('streaming', 'apx')).toBeUndefined();
    expect(simulation.known('streaming')).toEqual(['api', 'processor']);
  });
});
