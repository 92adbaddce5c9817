import { type LoadRun, modelNote } from '../../../sandbox/cluster/agent/load-api.js';
import { askAgent } from './ask-agent.js';
import { findAgent } from './find-agent.js';
import { listLoad } from './list-load.js';
import type { FindAgent, LoadReport } from './load-options.js';

/** What is stopped. */
export interface StopLoadOptions {
  /** @default every service */
  readonly service?: string;
  /** Sandbox environment whose cluster is meant. @default local */
  readonly environment?: string;
  /** @default asks the sandbox */
  readonly findAgent?: FindAgent;
}

/** Stops what runs; nothing running is no error. */
export async function stopLoad(options: StopLoadOptions = {}): Promise<LoadReport> {
  const agent = await (options.findAgent ?? findAgent)(options.environment);
  const listed = await listLoad({ ...options, findAgent: async () => agent });
  const running = listed.runs.filter(({ state }) => state === 'running');
  const runs = await Promise.all(
    running.map(({ id }) => askAgent<LoadRun>(agent, { method: 'DELETE', path: `/load/${id}` })),
  );
  return { model: true, note: modelNote, runs };
}
