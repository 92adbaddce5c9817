import type { LoadSample, VersionFigures } from '../load-api.js';
import type { PodFacts } from '../watch/pod.js';
import { quantile } from './log-normal.js';
import { cpuRequest } from './pod-resources.js';
import type { PodState } from './pod-state.js';

/** What the figures of a service are made of. */
export interface ServiceFiguresProps {
  /** All of its pods, also those that don't run yet. */
  readonly facts: readonly PodFacts[];
  /** Per uid. */
  readonly states: ReadonlyMap<string, PodState>;
  readonly rollout?: { readonly stable?: string; readonly current?: string };
  readonly offeredRps: number;
  readonly unroutedRps: number;
  readonly backlog?: number;
}

/** A service right now, per version: stable first. */
export function serviceFigures(props: ServiceFiguresProps): Omit<LoadSample, 'seconds'> {
  const byVersion = new Map<string, PodFacts[]>();
  for (const facts of props.facts) {
    const key = `${facts.hash} ${facts.version}`;
    byVersion.set(key, [...(byVersion.get(key) ?? []), facts]);
  }
  const versions = [...byVersion.values()]
    .map((facts) => versionFigures(facts, props))
    .filter(({ replicas, rps }) => replicas > 0 || rps > 0);
  const order = ['stable', 'canary', 'old'];
  versions.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.version < b.version ? -1 : 1));
  return {
    offeredRps: round(props.offeredRps, 1),
    unroutedRps: round(props.unroutedRps, 1),
    backlog: props.backlog,
    versions,
  };
}

function versionFigures(facts: readonly PodFacts[], { states, rollout }: ServiceFiguresProps): VersionFigures {
  const { hash = '', version = '' } = facts[0] ?? {};
  const pods = facts.flatMap(({ uid }) => states.get(uid) ?? []);
  const total = (of: (pod: PodState) => number) => pods.reduce((sum, pod) => sum + of(pod), 0);
  const requests = total(({ rates }) => rates.requests);
  const failed = total(({ rates }) => rates.failed);
  const requested = total(({ facts }) => cpuRequest(facts));
  const cpu = total((pod) => pod.cpu);
  const p95 = quantile(
    0.95,
    pods.flatMap(({ latency, rates }) => (latency ? [{ weight: rates.requests, distribution: latency }] : [])),
  );
  return {
    version,
    hash,
    role: roleOf(hash, rollout),
    replicas: facts.filter(({ terminating }) => !terminating).length,
    ready: facts.filter(({ ready }) => ready).length,
    rps: round(requests, 1),
    errorPercent: requests > 0 ? round((failed / requests) * 100, 2) : 0,
    p95Ms: p95 === undefined ? undefined : round(p95 * 1000, 0),
    cpuMillicores: round(cpu * 1000, 0),
    cpuPercent: requested > 0 ? round((cpu / requested) * 100, 0) : undefined,
    memoryMiB: round(total(({ memory }) => memory) / 2 ** 20, 0),
  };
}

function roleOf(hash: string, rollout: ServiceFiguresProps['rollout']): VersionFigures['role'] {
  if (!rollout?.stable || hash === rollout.stable) return 'stable';
  return hash === rollout.current ? 'canary' : 'old';
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
