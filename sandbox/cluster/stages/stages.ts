import { nodeStages } from './node-stages.js';
import { podStages } from './pod-stages.js';
import { type Stage, toKwok } from './stage.js';

/** All that simulated nodes and pods go through. */
export const stages: readonly Stage[] = [...nodeStages, ...podStages];

/** The same as a file for KWOK: one YAML document for each stage. */
export async function stageFile(): Promise<string> {
  const { stringify } = await import('yaml');
  return stages.map((stage) => stringify(toKwok(stage), { lineWidth: 0 })).join('---\n');
}
