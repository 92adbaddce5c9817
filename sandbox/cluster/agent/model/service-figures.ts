import type { LoadSample, VersionFigures } from '../load-api.js';
import { quantile } from './log-normal.js';
import { cpuRequest } from './pod-resources.js';
import type { PodState } from './pod-state.js';

/** What the figures of a service are made of. */
export interface ServiceFiguresProps {
  readonly pods: readonly PodState[];
  readonly rollout?: { readonly stable?: string; readonly current?: string };
  readonly offeredRps: number;
  readonly unroutedRps: number;
  readonly backlog?: number;
}

/** A service right now, per version: stable first. */
export function serviceFigures(props: ServiceFiguresProps): Omit<LoadSample, 'seconds'> {
  const byVersion = new Map<string, PodState[]>();
  for (const state of props.pods) {
    const key = `${state.facts.hash} ${state.facts.version}`;
    byVersion.set(key, [...(byVersion.get(key) ?? []), state]);
  }
  const versions = [...byVersion.values()].map((pods) => versionFigures(pods, props.rollout));
  const order = ['stable', 'canary', 'old'];
  versions.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || (a.version < b.version ? -1 : 1));
  return {
    offeredRps: round(props.offeredRps, 1),
    unroutedRps: round(props.unroutedRps, 1),
    backlog: props.backlog,
    versions,
  };
}

function versionFigures(pods: readonly PodState[], rollout: ServiceFiguresProps['rollout']): VersionFigures {
  const { hash = '', version = '' } = pods[0]?.facts ?? {};
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
    replicas: pods.filter(({ facts }) => !facts.terminating).length,
    ready: pods.filter(({ facts }) => facts.ready).length,
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
