import { LogNormal } from './log-normal.js';
import { cpuCapacity } from './pod-resources.js';
import type { PodState } from './pod-state.js';
import type { Random } from './random.js';
import { saturation } from './saturation.js';

/** What a web service is like unless its pods say otherwise. */
const REQUEST = { cpuMs: 8, latencyP95Ms: 180, longestWait: 2, refusal: LogNormal.ofP95(0.01) };

/** How viewers play: each tenth request starts a playback, each request is watched for some seconds. */
const PLAYBACK = { startsPerRequest: 0.1, watchedSeconds: 6, startupP95: 1.2, rebufferShare: 0.003 };

/** What a tick did. */
export interface Served {
  readonly requests: number;
  readonly failed: number;
  /** Cores. */
  readonly cpu: number;
}

/** Lets a web pod answer `requests` of one tick: counts, latencies, CPU. */
export function serveRequests(
  state: PodState,
  requests: number,
  tick: { readonly seconds: number; readonly random: Random; readonly cpuMs?: number },
): Served {
  if (requests === 0) return { requests, failed: 0, cpu: 0 };
  const { facts, web } = state;
  const demand = state.arrive(requests, tick.seconds);
  const { behaviour } = facts;
  const load = saturation({
    rps: demand,
    cpuSeconds: ((tick.cpuMs ?? facts.cpuPerRequestMs ?? REQUEST.cpuMs) / 1000) * behaviour.cpuFactor,
    cores: cpuCapacity(facts),
    longestWait: REQUEST.longestWait,
  });
  const served = load.servedRps < demand ? tick.random.binomial(requests, load.servedRps / demand) : requests;
  const refused = requests - served;
  const errors = state.refused ? served : tick.random.binomial(served, behaviour.errorShare);
  const latency = LogNormal.ofP95((facts.latencyP95Ms ?? REQUEST.latencyP95Ms) / 1000)
    .times(behaviour.latencyFactor)
    .delayed(load.waitSeconds);
  web.ok += served - errors;
  web.failed += errors;
  web.saturated += refused;
  web.duration.observe(served, latency, tick.random);
  web.duration.observe(refused, REQUEST.refusal, tick.random);
  state.latency = latency;
  if (facts.playback) play(state, served, latency, tick.random);
  return { requests, failed: errors + refused, cpu: load.cores };
}

/** Start-up slows down with the service; rebuffering is a share of what was watched. */
function play(state: PodState, served: number, latency: LogNormal, random: Random): void {
  const { behaviour, latencyP95Ms = REQUEST.latencyP95Ms } = state.facts;
  const slower = latency.p95 / (latencyP95Ms / 1000);
  const starts = random.binomial(served, PLAYBACK.startsPerRequest);
  state.playback.startup.observe(starts, LogNormal.ofP95(PLAYBACK.startupP95).times(slower), random);
  const watched = served * PLAYBACK.watchedSeconds;
  const share = (behaviour.rebufferShare ?? PLAYBACK.rebufferShare) * (0.9 + 0.2 * random.next());
  state.playback.watchedSeconds += watched;
  state.playback.rebufferedSeconds += watched * share;
}
