import type { LoadRun, LoadSample } from '../../../../sandbox/cluster/agent/load-api.js';

/** A finished run on two versions, with a sample each two seconds. */
export function loadRun(): LoadRun {
  const samples = Array.from({ length: 60 }, (_, index) => sampleAt((index + 1) * 2));
  return {
    id: 'r1',
    model: true,
    service: 'api',
    namespace: 'streaming',
    kind: 'web',
    rps: 50,
    durationSeconds: 120,
    seed: 1,
    cpuPerRequestMs: 8,
    profile: 'constant',
    state: 'finished',
    startedAt: '2026-11-21T08:00:00.000Z',
    elapsedSeconds: 120,
    totals: { requests: 6000, failed: 12, unrouted: 2 },
    current: sampleAt(120),
    samples,
  };
}

function sampleAt(seconds: number): LoadSample {
  const stable = {
    version: '1.0.0',
    hash: 'stable1',
    role: 'stable',
    replicas: 3,
    ready: 3,
    rps: 40.1,
    errorPercent: 0,
    p95Ms: 181,
    cpuMillicores: 410,
    cpuPercent: 55,
    memoryMiB: 320,
  } as const;
  const canary = {
    ...stable,
    version: '1.1.0',
    hash: 'canary1',
    role: 'canary',
    replicas: 1,
    ready: 1,
    rps: 10,
    errorPercent: 5.2,
    p95Ms: 362,
    cpuMillicores: 98,
    cpuPercent: 39,
  } as const;
  return { seconds, offeredRps: 50, unroutedRps: 0, backlog: 0, versions: [stable, canary] };
}
