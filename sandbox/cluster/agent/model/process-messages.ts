import { LogNormal } from './log-normal.js';
import { cpuCapacity } from './pod-resources.js';
import type { PodState } from './pod-state.js';
import type { Random } from './random.js';
import type { Served } from './serve-requests.js';

/** What a worker is like unless its pods say otherwise. */
const MESSAGE = { cpuMs: 100, latencyP95Ms: 2000, concurrency: 10 };

interface Tick {
  readonly seconds: number;
  readonly random: Random;
  readonly cpuMs?: number;
}

/** Messages per second that a pod can process: by its CPU, and by how many it takes at once. */
export function messageCapacity(state: PodState, cpuMs: number | undefined): number {
  return Math.min(limits(state, cpuMs).byCpu, limits(state, cpuMs).byConcurrency);
}

/** Lets a worker pod process `messages` of one tick. A failed message isn't delivered again: it goes to the dead letters. */
export function processMessages(state: PodState, messages: number, tick: Tick): Served {
  if (messages === 0) return { requests: 0, failed: 0, cpu: 0 };
  const { facts, worker } = state;
  const { byCpu, byConcurrency, duration, cpuSeconds } = limits(state, tick.cpuMs);
  const failed = state.refused ? messages : tick.random.binomial(messages, facts.behaviour.errorShare);
  // Little's law: as many as are taken at once share the CPU.
  const slower = byCpu < byConcurrency && messages / tick.seconds > 0.9 * byCpu ? byConcurrency / byCpu : 1;
  const latency = duration.times(slower);
  worker.ok += messages - failed;
  worker.failed += failed;
  worker.duration.observe(messages, latency, tick.random);
  state.latency = latency;
  return { requests: messages, failed, cpu: Math.min(cpuCapacity(facts), (messages / tick.seconds) * cpuSeconds) };
}

function limits({ facts }: PodState, cpuMs: number | undefined) {
  const duration = LogNormal.ofP95((facts.latencyP95Ms ?? MESSAGE.latencyP95Ms) / 1000).times(
    facts.behaviour.latencyFactor,
  );
  const cpuSeconds = ((cpuMs ?? facts.cpuPerRequestMs ?? MESSAGE.cpuMs) / 1000) * facts.behaviour.cpuFactor;
  return {
    duration,
    cpuSeconds,
    byConcurrency: (facts.concurrency ?? MESSAGE.concurrency) / duration.mean,
    byCpu: cpuSeconds > 0 ? cpuCapacity(facts) / cpuSeconds : Number.POSITIVE_INFINITY,
  };
}
