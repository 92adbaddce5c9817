import { z } from 'zod';
import { type LoadRefusal, type LoadRun, loadProfiles } from './load-api.js';
import type { LoadRuns, RunRecord } from './model/load-runs.js';
import type { Simulation } from './model/simulation.js';

/** Asked of `/load`. */
export interface LoadCall {
  readonly method: string;
  /** What follows `/load`: empty, or the id of a run. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** Answer of `/load`. */
export interface LoadAnswer {
  readonly status: number;
  readonly body: LoadRun | { readonly runs: readonly LoadRun[] } | LoadRefusal;
}

const request = z.strictObject({
  service: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63),
  rps: z.number().positive().max(1_000_000),
  durationSeconds: z
    .number()
    .positive()
    .max(7 * 86_400),
  seed: z.int().min(0).optional(),
  cpuPerRequestMs: z.number().min(0).max(600_000).optional(),
  profile: z.enum(loadProfiles).optional(),
});

/** Starts (POST), lists and shows (GET) and stops (DELETE) runs. */
export function loadEndpoint(
  call: LoadCall,
  props: {
    readonly runs: LoadRuns;
    readonly simulation: Simulation;
    readonly synced: boolean;
    readonly now: () => number;
  },
): LoadAnswer {
  const { runs, simulation, now } = props;
  if (call.method === 'POST' && !call.id) {
    if (!props.synced) return refuse(503, 'NotReady', "the agent doesn't know the cluster's services yet");
    const read = request.safeParse(jsonOf(call.body));
    if (!read.success) {
      const [issue] = read.error.issues;
      return refuse(400, 'InvalidLoad', `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
    }
    const { namespace, service } = read.data;
    const kind = simulation.kindOf(namespace, service);
    if (!kind) {
      const known = simulation.known(namespace);
      return refuse(404, 'UnknownService', `no service '${service}' runs in namespace '${namespace}'`, known);
    }
    const record = runs.start(read.data, kind, now());
    void runs.save();
    return { status: 201, body: shown(record, false) };
  }
  if (call.method === 'GET') {
    const samples = call.query.get('samples') === '1';
    if (!call.id) return { status: 200, body: { runs: runs.list().map((record) => shown(record, samples)) } };
    const record = runs.get(call.id);
    return record ? { status: 200, body: shown(record, true) } : unknownRun(call.id);
  }
  if (call.method === 'DELETE') {
    const wanted = call.id ? [call.id] : runs.list().flatMap(({ id, state }) => (state === 'running' ? [id] : []));
    const stopped = wanted.flatMap((id) => runs.stop(id, now()) ?? []);
    void runs.save();
    if (!call.id) return { status: 200, body: { runs: stopped.map((record) => shown(record, false)) } };
    return stopped[0] ? { status: 200, body: shown(stopped[0], true) } : unknownRun(call.id);
  }
  return refuse(405, 'NotAllowed', `${call.method} isn't possible here`);
}

function shown({ samples, ...record }: RunRecord, withSamples: boolean): LoadRun {
  return withSamples ? { ...record, samples } : record;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unknownRun(id: string): LoadAnswer {
  return refuse(404, 'UnknownRun', `there is no run '${id}'`);
}

function refuse(status: number, code: LoadRefusal['code'], message: string, known?: readonly string[]): LoadAnswer {
  return { status, body: { code, message, known } };
}
