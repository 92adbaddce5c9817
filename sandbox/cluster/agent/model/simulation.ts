import type { LoadRun } from '../load-api.js';
import type { ClusterView } from '../watch/cluster-view.js';
import type { PodFacts } from '../watch/pod.js';
import type { Credentials } from './credentials.js';
import type { LoadRuns, RunRecord } from './load-runs.js';
import { cpuCapacity, idleCpu, memoryUse } from './pod-resources.js';
import { PodState } from './pod-state.js';
import { messageCapacity, processMessages } from './process-messages.js';
import { Random } from './random.js';
import { routeRequests } from './route-requests.js';
import { type Served, serveRequests } from './serve-requests.js';
import { serviceFigures } from './service-figures.js';

type Demand = { readonly record: RunRecord; readonly rps: number };

interface Tick {
  readonly now: number;
  readonly seconds: number;
}

/** Messages that wait at most: beyond it producers would be refused. */
const LONGEST_BACKLOG = 1e8;

/**
 * The model of traffic: each tick lets the requests of all runs reach pods, and keeps what those pods would count and
 * use. All randomness comes from the seeds of the runs: same seed, same cluster, same figures.
 */
export class Simulation {
  /** Every pod of the cluster that runs, per uid. */
  readonly pods = new Map<string, PodState>();
  /** Requests that found no ready pod, per `<namespace>/<service>`. */
  readonly unrouted = new Map<string, number>();

  constructor(
    private readonly view: ClusterView,
    private readonly runs: LoadRuns,
    /** @default all credentials stay good */
    private readonly credentials?: Credentials,
  ) {}

  /** Whether the service has Services, thus requests, or is a worker; undefined: it isn't there. */
  kindOf(namespace: string, service: string): LoadRun['kind'] | undefined {
    const services = this.view.services(namespace);
    if ([service, `${service}-stable`, `${service}-canary`].some((name) => services.has(name))) return 'web';
    return this.podsOf(namespace, service).length > 0 ? 'worker' : undefined;
  }

  /** Names of the services of a namespace. */
  known(namespace: string): string[] {
    const names = new Set<string>();
    for (const pod of this.view.pods()) {
      if (pod.namespace === namespace && pod.service && pod.replicated) names.add(pod.service);
    }
    for (const name of this.view.services(namespace)) {
      const base = name.replace(/-(stable|canary)$/, '');
      if (!(namespace === 'default' && name === 'kubernetes')) names.add(base);
    }
    return [...names].sort();
  }

  /** Messages that wait in the model for workers of a queue. */
  backlogOf(queue: string): number {
    const keys = new Set<string>();
    for (const { facts } of this.pods.values()) {
      if (facts.queue === queue) keys.add(`${facts.namespace}/${facts.service}`);
    }
    return [...keys].reduce((sum, key) => sum + (this.runs.backlogs.get(key) ?? 0), 0);
  }

  /** Queues that pods name. */
  queues(): string[] {
    const names = [...this.pods.values()].flatMap(({ facts }) => (facts.queue ? [facts.queue] : []));
    return [...new Set(names)].sort();
  }

  /** Lets `seconds` pass that end at `now` (milliseconds since 1970). */
  tick(now: number, seconds: number): void {
    const served = new Map<string, Served>();
    this.followPods();
    const active = this.runs.active(now);
    for (const key of this.runs.backlogs.keys()) if (!active.has(key)) active.set(key, []);
    const offered = new Map<string, number>();
    for (const [key, demands] of [...active].sort(([a], [b]) => (a < b ? -1 : 1))) {
      offered.set(key, this.serve(key, demands, { now, seconds }, served));
    }
    for (const [uid, state] of this.pods) this.settle(state, served.get(uid), { now, seconds });
    for (const [key, demands] of active) {
      const [first] = demands;
      if (!first) continue;
      const { namespace, service, kind } = first.record;
      const figures = serviceFigures({
        facts: [...this.view.pods()].filter((facts) => facts.namespace === namespace && isOf(facts, service)),
        states: this.pods,
        rollout: this.view.rollout(namespace, service),
        offeredRps: demands.reduce((sum, { rps }) => sum + rps, 0),
        unroutedRps: (offered.get(key) ?? 0) / seconds,
        backlog: kind === 'worker' ? (this.runs.backlogs.get(key) ?? 0) : undefined,
      });
      for (const { record } of demands) this.runs.sample(record, figures, now);
    }
    this.runs.finish(now);
  }

  /** @returns how many found no ready pod */
  private serve(key: string, demands: readonly Demand[], tick: Tick, served: Map<string, Served>): number {
    const [namespace = '', service = ''] = key.split('/');
    const second = demands[0] ? Math.round((tick.now - Date.parse(demands[0].record.startedAt)) / 1000) : 0;
    const random = new Random(key, second, ...demands.map(({ record }) => record.seed));
    const arrived = demands.map(({ rps }) => random.poisson(rps * tick.seconds));
    const total = arrived.reduce((sum, each) => sum + each, 0);
    const cpuMs = demands.find(({ record }) => record.cpuPerRequestMs !== undefined)?.record.cpuPerRequestMs;
    const kind = this.kindOf(namespace, service) ?? demands[0]?.record.kind ?? 'worker';
    const work = { seconds: tick.seconds, random, cpuMs };
    const unrouted =
      kind === 'web'
        ? this.serveWeb(namespace, service, total, work, served)
        : this.serveWorker(key, namespace, service, total, work, served);
    const own = this.podsOf(namespace, service);
    const failed = own.reduce((sum, { facts }) => sum + (served.get(facts.uid)?.failed ?? 0), unrouted);
    attribute(demands, arrived, { failed, unrouted });
    return unrouted;
  }

  private serveWeb(
    namespace: string,
    service: string,
    requests: number,
    work: Parameters<typeof serveRequests>[2],
    served: Map<string, Served>,
  ): number {
    const routed = routeRequests(this.view, { namespace, service }, requests, work.random);
    const byName = new Map(this.podsIn(namespace).map((state) => [state.facts.name, state]));
    let unrouted = routed.unrouted;
    for (const [name, amount] of routed.pods) {
      const state = byName.get(name);
      if (state) served.set(state.facts.uid, serveRequests(state, amount, work));
      else unrouted += amount;
    }
    const key = `${namespace}/${service}`;
    this.unrouted.set(key, (this.unrouted.get(key) ?? 0) + unrouted);
    return unrouted;
  }

  private serveWorker(
    key: string,
    namespace: string,
    service: string,
    messages: number,
    work: Parameters<typeof processMessages>[2],
    served: Map<string, Served>,
  ): number {
    const waiting = Math.min(LONGEST_BACKLOG, (this.runs.backlogs.get(key) ?? 0) + messages);
    const ready = this.podsOf(namespace, service).filter(({ facts }) => facts.ready);
    const capacities = ready.map((state) =>
      Math.floor(messageCapacity(state, work.cpuMs) * work.seconds + work.random.next()),
    );
    const possible = capacities.reduce((sum, each) => sum + each, 0);
    const taken = Math.min(waiting, possible);
    let left = taken;
    for (const [index, state] of ready.entries()) {
      const even = Math.ceil((taken * (capacities[index] ?? 0)) / Math.max(1, possible));
      const part = Math.min(left, even);
      left -= part;
      served.set(state.facts.uid, processMessages(state, part, work));
    }
    if (waiting - taken > 0) this.runs.backlogs.set(key, waiting - taken);
    else this.runs.backlogs.delete(key);
    return 0;
  }

  /** Usage of a pod after its requests of this tick. */
  private settle(state: PodState, served: Served | undefined, { now, seconds }: Tick): void {
    const { facts } = state;
    if (!served?.requests) {
      state.latency = undefined;
      state.demand = undefined;
    }
    const wobble = 0.9 + 0.2 * new Random(facts.name, Math.round(now / 1000)).next();
    const load = served?.cpu ?? 0;
    state.memory = memoryUse(facts, load / cpuCapacity(facts), now);
    state.record({
      seconds,
      requests: served?.requests ?? 0,
      failed: served?.failed ?? 0,
      cpu: idleCpu(facts) * wobble + load,
    });
  }

  private followPods(): void {
    const seen = new Set<string>();
    for (const facts of this.view.pods()) {
      if (!facts.running) continue;
      seen.add(facts.uid);
      const state = this.pods.get(facts.uid);
      if (state) state.facts = facts;
      else this.pods.set(facts.uid, new PodState(facts));
    }
    for (const uid of this.pods.keys()) if (!seen.has(uid)) this.pods.delete(uid);
    this.credentials?.follow(this.view.pods());
    for (const [uid, state] of this.pods) state.refused = (this.credentials?.invalid(uid).length ?? 0) > 0;
    const kinds = new Map<string, PodState['kind']>();
    for (const state of this.pods.values()) {
      const { namespace, service } = state.facts;
      if (!service) continue;
      const key = `${namespace}/${service}`;
      const kind = kinds.get(key) ?? this.kindOf(namespace, service) ?? 'worker';
      kinds.set(key, kind);
      state.kind = kind;
    }
  }

  private podsIn(namespace: string): PodState[] {
    return [...this.pods.values()].filter(({ facts }) => facts.namespace === namespace);
  }

  private podsOf(namespace: string, service: string): PodState[] {
    return this.podsIn(namespace)
      .filter(({ facts }) => isOf(facts, service))
      .sort((a, b) => (a.facts.name < b.facts.name ? -1 : 1));
  }
}

function isOf(facts: PodFacts, service: string): boolean {
  return facts.service === service && facts.replicated;
}

/** Adds a tick's requests to the runs that sent them; failures by their part of the requests. */
function attribute(
  demands: readonly Demand[],
  arrived: readonly number[],
  { failed, unrouted }: { readonly failed: number; readonly unrouted: number },
): void {
  const total = arrived.reduce((sum, each) => sum + each, 0);
  let failedLeft = failed;
  let unroutedLeft = unrouted;
  for (const [index, { record }] of demands.entries()) {
    const last = index === demands.length - 1;
    const share = total > 0 ? (arrived[index] ?? 0) / total : 0;
    const ownFailed = last ? failedLeft : Math.min(failedLeft, Math.round(failed * share));
    const ownUnrouted = last ? unroutedLeft : Math.min(unroutedLeft, Math.round(unrouted * share));
    failedLeft -= ownFailed;
    unroutedLeft -= ownUnrouted;
    record.totals.requests += arrived[index] ?? 0;
    record.totals.failed += ownFailed;
    record.totals.unrouted += ownUnrouted;
  }
}
