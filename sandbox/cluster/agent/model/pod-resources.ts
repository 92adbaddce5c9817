import type { PodFacts } from '../watch/pod.js';
import { Random } from './random.js';

const MIB = 2 ** 20;
/** What is assumed of a container that requests nothing. */
const UNREQUESTED = { cores: 0.1, memory: 64 * MIB };
/** Without a limit a pod may take what its node has to spare: twice what it asked for. */
const BURST = 2;

/** Cores that a pod can use: its limits, else twice its requests. */
export function cpuCapacity(pod: PodFacts): number {
  const [main] = pod.containers;
  return main?.cpuLimit ?? (main?.cpuRequest ?? UNREQUESTED.cores) * BURST;
}

/** Cores that a pod uses without traffic: 3 to 8 % of its request, the same each time for the same pod. */
export function idleCpu(pod: PodFacts): number {
  return sum(pod, ({ cpuRequest }) => cpuRequest ?? UNREQUESTED.cores) * (0.03 + 0.05 * share(pod));
}

/**
 * Bytes that a pod holds: 35 to 45 % of its request, up to a fifth of it more under load, and what it leaked since it
 * started. Stops at its limit: the model doesn't kill pods.
 *
 * @param utilisation used part of the CPU that it can use, 0 to 1
 * @param now milliseconds since 1970
 */
export function memoryUse(pod: PodFacts, utilisation: number, now: number): number {
  const request = sum(pod, ({ memoryRequest }) => memoryRequest ?? UNREQUESTED.memory);
  const limits = sum(pod, ({ memoryLimit }) => memoryLimit ?? Number.POSITIVE_INFINITY);
  const minutes = Math.max(0, now - (pod.startedAt ?? now)) / 60_000;
  const leaked = pod.behaviour.leakMiBPerMinute * MIB * minutes;
  return Math.min(limits, request * (0.35 + 0.1 * share(pod) + 0.2 * Math.min(1, utilisation)) + leaked);
}

/** Cores requested by all containers; 0 where none are. */
export function cpuRequest(pod: PodFacts): number {
  return sum(pod, ({ cpuRequest }) => cpuRequest ?? 0);
}

function share(pod: PodFacts): number {
  return new Random(pod.namespace, pod.name).next();
}

function sum(pod: PodFacts, of: (container: PodFacts['containers'][number]) => number): number {
  return pod.containers.reduce((total, container) => total + of(container), 0);
}
