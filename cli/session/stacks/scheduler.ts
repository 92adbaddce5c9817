import { availableParallelism } from 'node:os';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** A piece of work that waits for others. */
export interface GraphNode {
  readonly id: string;
  /** Ids that must succeed first; those that are not in the graph don't count. */
  readonly dependsOn: readonly string[];
}

/** How a node ended: `ok` lets its dependants start; anything else stops them. */
export type NodeOutcome = 'ok' | 'stopped';

/** How to walk a graph. */
export interface GraphOptions {
  /** Nodes that run at once. */
  readonly parallelism: number;
  /** Asked before each start: once true, nothing new starts. @default never */
  readonly stopped?: () => boolean;
}

/** The number of stacks that run at once. @throws BacklotError `InvalidParallelism` (exit code 3) */
export function resolveParallelism(wish: number | undefined): number {
  if (wish === undefined) return Math.min(4, 2 * availableParallelism());
  if (Number.isInteger(wish) && wish >= 1 && wish <= 32) return wish;
  throw new BacklotError({
    code: 'InvalidParallelism',
    message: `parallelism is ${wish}; it must be a whole number from 1 to 32`,
    exitCode: 3,
  });
}

/**
 * Runs `work` for each node as soon as all that it depends on is `ok`, the first of the list first.
 *
 * @returns the ids that were never started, because something upstream was stopped or the walk was.
 */
export async function walkGraph<Node extends GraphNode>(
  nodes: readonly Node[],
  options: GraphOptions,
  work: (node: Node) => Promise<NodeOutcome>,
): Promise<string[]> {
  const ids = new Set(nodes.map(({ id }) => id));
  const waiting = new Set(nodes);
  const ended = new Map<string, NodeOutcome>();
  const running = new Map<string, Promise<void>>();
  const ready = (node: Node) => node.dependsOn.every((id) => !ids.has(id) || ended.get(id) === 'ok');
  try {
    for (;;) {
      for (const node of waiting) {
        if (running.size >= options.parallelism || options.stopped?.()) break;
        if (!ready(node)) continue;
        waiting.delete(node);
        const run = work(node).then((outcome) => {
          ended.set(node.id, outcome);
          running.delete(node.id);
        });
        running.set(node.id, run);
      }
      if (running.size === 0) return [...waiting].map(({ id }) => id);
      await Promise.race(running.values());
    }
  } finally {
    // A node that throws is a defect, but its siblings hold states: they are waited for.
    await Promise.allSettled(running.values());
  }
}

/** The same graph with every edge turned round, last node first. */
export function reversed(nodes: readonly GraphNode[]): GraphNode[] {
  return nodes
    .map(({ id }) => ({ id, dependsOn: nodes.filter((other) => other.dependsOn.includes(id)).map((each) => each.id) }))
    .reverse();
}
