import { CLUSTER_TOOLS } from '../../../../sandbox/cluster/index.js';
import { findOnPath, locateTool, type Tool, tools } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';
import { findGo } from './go.js';

/** What runs the sandbox's cluster, Helm, and kubectl, which only people use. */
export async function checkClusterTools(): Promise<Check[]> {
  const go = (await findGo()) !== undefined;
  const npm = findOnPath('npm') !== undefined;
  return Promise.all([
    ...CLUSTER_TOOLS.map((name) => look(tools[name], 'sandbox cluster', go ? 'built' : undefined)),
    look(tools.helm, 'charts', npm && packaged(tools.helm) ? 'fetched' : go ? 'built' : undefined),
    look(tools.kubectl, 'optional', undefined),
  ]);
}

async function look(tool: Tool, use: string, obtained: 'built' | 'fetched' | undefined): Promise<Check> {
  const check = { id: tool.name, title: `${tool.title} (${use})` };
  const found = await locateTool(tool);
  if (found) return { ...check, status: 'ok', version: found.version, source: found.source, path: found.path };
  if (use === 'optional') return { ...check, status: 'warning', detail: 'not there, and not needed' };
  if (obtained) return { ...check, status: 'warning', detail: `not there; the first use gets it (${obtained}, once)` };
  return { ...check, status: 'missing', detail: 'not there, and nothing to get it with', action: tool.hints[0] };
}

function packaged({ npm }: Tool): boolean {
  return npm?.platform === `${process.platform}-${process.arch}`;
}
