import { type LoadRun, modelNote } from '../../../sandbox/cluster/agent/load-api.js';
import { askAgent } from './ask-agent.js';
import { findAgent } from './find-agent.js';
import type { FindAgent, LoadReport } from './load-options.js';

/** All runs that the agent knows: those that go on, and the last that ended. Only those of a service where one is named. */
export async function listLoad(
  options: { readonly service?: string; readonly environment?: string; readonly findAgent?: FindAgent } = {},
): Promise<LoadReport> {
  const agent = await (options.findAgent ?? findAgent)(options.environment);
  const { runs } = await askAgent<{ runs: LoadRun[] }>(agent, { method: 'GET', path: '/load' });
  const wanted = runs.filter(({ service }) => !options.service || service === options.service);
  return { model: true, note: modelNote, runs: wanted };
}
