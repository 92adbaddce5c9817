import type { LoadRequest } from '../../load-api.js';
import type { Credentials } from '../../model/credentials.js';
import { LoadRuns } from '../../model/load-runs.js';
import { Simulation } from '../../model/simulation.js';
import type { FakeCluster } from './fake-cluster.js';

/** Where the time of tests begins. */
export const EPOCH = Date.parse('2026-11-21T09:00:00Z');

/** A model with a clock that only moves when it is told to. */
export class Driven {
  readonly runs = new LoadRuns();
  readonly simulation: Simulation;
  now = EPOCH;

  constructor(
    readonly cluster: FakeCluster,
    credentials?: Credentials,
  ) {
    this.simulation = new Simulation(cluster, this.runs, credentials);
  }

  start(request: Partial<LoadRequest> = {}, kind: 'web' | 'worker' = 'web') {
    return this.runs.start(
      { service: 'api', namespace: 'streaming', rps: 50, durationSeconds: 600, ...request },
      kind,
      this.now,
    );
  }

  /** Lets time pass in ticks of a second. */
  pass(seconds: number): this {
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1000;
      this.simulation.tick(this.now, 1);
    }
    return this;
  }

  state(name: string) {
    const state = this.simulation.pods.get(`uid-${name}`);
    if (!state) throw new Error(`no pod ${name}`);
    return state;
  }

  requests(name: string): number {
    const { ok, failed, saturated } = this.state(name).web;
    return ok + failed + saturated;
  }
}
