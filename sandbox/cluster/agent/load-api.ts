/** How the rate moves over the duration: see `rateAt`. */
export const loadProfiles = ['constant', 'ramp', 'spike'] as const;

export type LoadProfile = (typeof loadProfiles)[number];

/** What is said wherever figures of the model are shown. */
export const modelNote = 'a model of requests: no packets are sent';

/** Body of `POST /load`. */
export interface LoadRequest {
  readonly service: string;
  readonly namespace: string;
  /** Requests, or messages, per second. */
  readonly rps: number;
  readonly durationSeconds: number;
  /** Same seed, same cluster: same figures. @default 1 */
  readonly seed?: number;
  /** CPU milliseconds that a request takes. @default the pods' annotation, else 8 for requests and 100 for messages */
  readonly cpuPerRequestMs?: number;
  /** @default 'constant' */
  readonly profile?: LoadProfile;
}

/** One version of a service under load. */
export interface VersionFigures {
  /** Tag of its image. */
  readonly version: string;
  /** Hash of its pod template; empty where the pods carry none. */
  readonly hash: string;
  readonly role: 'stable' | 'canary' | 'old';
  /** Pods that exist and aren't being deleted. */
  readonly replicas: number;
  readonly ready: number;
  /** Requests or messages per second that reached it, mean of the last seconds. */
  readonly rps: number;
  readonly errorPercent: number;
  /** Absent while nothing reaches it. */
  readonly p95Ms?: number;
  /** Of all its pods together. */
  readonly cpuMillicores: number;
  /** Of what its pods request: what a CPU target is compared with. Absent where they request none. */
  readonly cpuPercent?: number;
  readonly memoryMiB: number;
}

/** A service at one moment of a run. */
export interface LoadSample {
  /** Since the start of the run. */
  readonly seconds: number;
  /** What was sent, per second. */
  readonly offeredRps: number;
  /** Per second that found no ready pod and failed with 503. */
  readonly unroutedRps: number;
  /** Messages that wait. Absent for web services. */
  readonly backlog?: number;
  readonly versions: readonly VersionFigures[];
}

/** Sums of a whole run. */
export interface LoadTotals {
  readonly requests: number;
  readonly failed: number;
  /** Part of `failed`: no pod was ready. */
  readonly unrouted: number;
}

/** A run, as `GET /load` lists it; with `?samples=1`, and for one run, with its samples. */
export interface LoadRun {
  readonly id: string;
  /** Always: nothing here was measured on packets. */
  readonly model: true;
  readonly service: string;
  readonly namespace: string;
  readonly kind: 'web' | 'worker';
  readonly rps: number;
  readonly durationSeconds: number;
  readonly seed: number;
  readonly cpuPerRequestMs?: number;
  readonly profile: LoadProfile;
  readonly state: 'running' | 'finished' | 'stopped';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly elapsedSeconds: number;
  readonly totals: LoadTotals;
  readonly current: LoadSample;
  /** At most 300, evenly spread over the run. */
  readonly samples?: readonly LoadSample[];
}

/** What a refused request is answered with. */
export interface LoadRefusal {
  readonly code: 'InvalidLoad' | 'UnknownService' | 'UnknownRun' | 'NotReady' | 'NotAllowed';
  readonly message: string;
  /** Services of the namespace, for `UnknownService`. */
  readonly known?: readonly string[];
}

/** Requests per second, `elapsed` seconds into a run: `ramp` rises over the first half, `spike` is a fifth outside of the middle third. */
export function rateAt(run: Pick<LoadRun, 'rps' | 'durationSeconds' | 'profile'>, elapsed: number): number {
  if (elapsed < 0 || elapsed >= run.durationSeconds) return 0;
  const share = elapsed / run.durationSeconds;
  if (run.profile === 'ramp') return run.rps * Math.min(1, share * 2);
  if (run.profile === 'spike') return share >= 1 / 3 && share < 2 / 3 ? run.rps : run.rps / 5;
  return run.rps;
}
