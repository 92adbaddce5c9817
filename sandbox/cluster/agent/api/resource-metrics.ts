import type { PodState } from '../model/pod-state.js';
import { windowSeconds } from '../model/pod-state.js';
import type { NodeFacts } from '../watch/cluster-view.js';

/** What a node uses besides its pods: cores and bytes. */
const NODE_OVERHEAD = { cores: 0.06, memory: 350 * 2 ** 20 };

/** A PodMetrics object: what the containers of a pod use, the traffic on the first. */
export function podMetrics(state: PodState, now: Date): Record<string, unknown> {
  const { facts, cpu, memory } = state;
  const requested = facts.containers.map(({ cpuRequest }) => cpuRequest ?? 0.1);
  const beside = requested.map((cores, index) => (index === 0 ? 0 : Math.min(cores, cpu) * 0.02));
  const main = cpu - beside.reduce((sum, each) => sum + each, 0);
  return {
    ...typeOf('PodMetrics'),
    metadata: {
      name: facts.name,
      namespace: facts.namespace,
      creationTimestamp: facts.createdAt,
      labels: facts.labels,
    },
    ...measured(now),
    containers: facts.containers.map(({ name }, index) => ({
      name,
      usage: usage(
        index === 0 ? main : (beside[index] ?? 0),
        facts.containers.length === 1 ? memory : memory * (index === 0 ? 0.9 : 0.1 / (facts.containers.length - 1)),
      ),
    })),
  };
}

/** A NodeMetrics object: the pods on it and the node's own processes. */
export function nodeMetrics(node: NodeFacts, pods: Iterable<PodState>, now: Date): Record<string, unknown> {
  let { cores, memory } = NODE_OVERHEAD;
  for (const state of pods) {
    if (state.facts.node !== node.name) continue;
    cores += state.cpu;
    memory += state.memory;
  }
  return {
    ...typeOf('NodeMetrics'),
    metadata: { name: node.name, creationTimestamp: node.createdAt, labels: node.labels },
    ...measured(now),
    usage: usage(cores, memory),
  };
}

/** A list of such objects. */
export function metricsList(kind: string, items: readonly unknown[]): Record<string, unknown> {
  return { ...typeOf(`${kind}List`), metadata: {}, items };
}

function typeOf(kind: string) {
  return { kind, apiVersion: 'metrics.k8s.io/v1beta1' };
}

function measured(now: Date) {
  return { timestamp: `${now.toISOString().slice(0, 19)}Z`, window: `${windowSeconds}s` };
}

function usage(cores: number, memory: number) {
  return { cpu: `${Math.max(0, Math.round(cores * 1e9))}n`, memory: `${Math.max(0, Math.round(memory / 1024))}Ki` };
}
