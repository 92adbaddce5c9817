import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { Duration } from '../../../modules/values/duration.js';
import { type LoadRequest, type LoadRun, modelNote } from '../../../sandbox/cluster/agent/load-api.js';
import { milliseconds } from '../../../sandbox/cluster/agent/watch/milliseconds.js';
import { processInterrupts } from '../../kernel/interrupts.js';
import { silent } from '../../kernel/progress.js';
import { askAgent } from './ask-agent.js';
import { findAgent } from './find-agent.js';
import type { LoadOptions, LoadReport } from './load-options.js';
import { LoadProgress } from './load-progress.js';

const DEFAULTS = { everyMs: 1000, patienceMs: 15_000 };

/**
 * Sends a model of requests to a service and follows it to its end. Ctrl-C stops the run and gives what there is until
 * then, with the state `stopped`.
 *
 * @throws BacklotError `InvalidDuration`, `InvalidCpuTime`, `ClusterNotRunning`, `UnknownService`, `AgentUnreachable`.
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const request = requestOf(options);
  const agent = await (options.findAgent ?? findAgent)(options.environment);
  const started = await askAgent<LoadRun>(agent, { method: 'POST', path: '/load', body: request });
  if (options.detach) return reportOf(started);
  const stop = new AbortController();
  const unsubscribe = (options.interrupts ?? processInterrupts).subscribe(() => stop.abort());
  const progress = new LoadProgress(options.progress ?? silent, started);
  try {
    let run = started;
    let heardAt = performance.now();
    while (run.state === 'running') {
      await delay(options.everyMs ?? DEFAULTS.everyMs, undefined, { signal: stop.signal }).catch(() => {});
      const method = stop.signal.aborted ? 'DELETE' : 'GET';
      try {
        run = await askAgent<LoadRun>(agent, { method, path: `/load/${started.id}` });
        heardAt = performance.now();
      } catch (error) {
        const patience = options.patienceMs ?? DEFAULTS.patienceMs;
        const restarting = error instanceof BacklotError && error.code === 'AgentUnreachable';
        if (!restarting || stop.signal.aborted || performance.now() - heardAt > patience) throw error;
      }
      progress.show(run);
    }
    progress.end(run);
    return reportOf(run);
  } catch (error) {
    progress.fail(error);
    throw error;
  } finally {
    unsubscribe();
  }
}

function requestOf(options: LoadOptions): LoadRequest {
  const cpuPerRequestMs = milliseconds(options.cpuPerRequest);
  if (options.cpuPerRequest !== undefined && cpuPerRequestMs === undefined) {
    throw new BacklotError({
      code: 'InvalidCpuTime',
      message: `--cpu-per-request '${options.cpuPerRequest}' is no time: write a number and ms or s, such as 8ms`,
      exitCode: 3,
    });
  }
  return {
    service: options.service,
    namespace: options.namespace,
    rps: options.rps,
    durationSeconds: Duration.parse(options.duration).toSeconds(),
    seed: options.seed,
    cpuPerRequestMs,
    profile: options.profile,
  };
}

function reportOf(run: LoadRun): LoadReport {
  return { model: true, note: modelNote, runs: [run] };
}
