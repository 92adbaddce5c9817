import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import { realTooling } from '../../session/open/tooling.js';
import type { StackGraph } from './graph-result.js';

type Stacks = StackGraph['stacks'];

/** The graph of an environment's stacks as data, Mermaid and text. Needs no cloud. */
export async function stackGraph(environment: Environment, options: OperationOptions = {}): Promise<StackGraph> {
  const { synthesize } = { ...realTooling, ...options.tooling };
  const outdir = await mkdtemp(join(tmpdir(), 'backlot-graph-'));
  try {
    const synthesis = await synthesize(environment, { outdir });
    const stacks = synthesis.stacks.map(({ id, dependsOn, resources }) => ({ id, dependsOn, resources }));
    return { environment: environment.id, stacks, mermaid: mermaid(stacks), text: text(stacks) };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** @see https://mermaid.js.org/syntax/flowchart.html */
function mermaid(stacks: Stacks): string {
  const nodes = stacks.map(({ id, resources }) => `  ${id}["${id}<br/>${resources} resources"]`);
  const edges = stacks.flatMap(({ id, dependsOn }) => dependsOn.map((upstream) => `  ${upstream} --> ${id}`));
  return ['flowchart LR', ...nodes, ...edges].join('\n');
}

/** One line per stack, indented by the number of stacks on the longest way to it. */
function text(stacks: Stacks): string {
  const depth = new Map<string, number>();
  for (const { id, dependsOn } of stacks) {
    depth.set(id, Math.max(-1, ...dependsOn.map((upstream) => depth.get(upstream) ?? 0)) + 1);
  }
  return stacks
    .map(({ id, dependsOn, resources }) => {
      const after = dependsOn.length > 0 ? ` <- ${dependsOn.join(', ')}` : '';
      return `${'  '.repeat(depth.get(id) ?? 0)}${id} (${resources})${after}`;
    })
    .join('\n');
}
