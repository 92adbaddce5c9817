import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoadRun } from '../../../../sandbox/cluster/agent/load-api.js';
import type { Interrupts } from '../../../kernel/interrupts.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import { listLoad, runLoad, stopLoad } from '../index.js';

const figures = {
  version: '1.0.0',
  hash: 'abc',
  role: 'stable',
  replicas: 3,
  ready: 3,
  rps: 49.8,
  errorPercent: 0.2,
  p95Ms: 181,
  cpuMillicores: 410,
  cpuPercent: 55,
  memoryMiB: 300,
} as const;

function runOf(state: LoadRun['state'], elapsedSeconds: number): LoadRun {
  const current = { seconds: elapsedSeconds, offeredRps: 50, unroutedRps: 0, versions: [figures] };
  return {
    id: 'r1',
    model: true,
    service: 'api',
    namespace: 'streaming',
    kind: 'web',
    rps: 50,
    durationSeconds: 60,
    seed: 1,
    profile: 'constant',
    state,
    startedAt: '2026-11-21T08:00:00.000Z',
    elapsedSeconds,
    totals: { requests: 50 * elapsedSeconds, failed: 3, unrouted: 0 },
    current,
    samples: [current],
  };
}

type Answer = { readonly status: number; readonly body: unknown } | 'hang-up';

/** An agent that answers what the test says, and keeps what it was asked. */
let agent: Server;
let asked: { method: string; path: string; body: unknown }[];
let answer: (method: string, path: string) => Answer;

beforeEach(async () => {
  asked = [];
  agent = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const [method, path] = [request.method ?? '', request.url ?? ''];
    asked.push({ method, path, body: text ? JSON.parse(text) : undefined });
    const given = answer(method, path);
    if (given === 'hang-up') response.destroy();
    else response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  agent.closeAllConnections();
  await new Promise((resolve) => agent.close(resolve));
});

const findAgent = async () => `http://127.0.0.1:${(agent.address() as AddressInfo).port}`;
const quiet: Interrupts = { subscribe: () => () => {} };
const options = {
  service: 'api',
  namespace: 'streaming',
  rps: 50,
  duration: '1m',
  everyMs: 5,
  interrupts: quiet,
  findAgent,
};

describe('runLoad', () => {
  it('starts a run, follows it to its end and says what each version did', async () => {
    let looks = 0;
    answer = (method) => {
      if (method === 'POST') return { status: 201, body: runOf('running', 0) };
      looks += 1;
      return { status: 200, body: runOf(looks < 3 ? 'running' : 'finished', looks * 20) };
    };
    const events: ProgressEvent[] = [];
    const report = await runLoad({
      ...options,
      seed: 7,
      cpuPerRequest: '8ms',
      profile: 'ramp',
      progress: { emit: (event) => events.push(event) },
    });
    expect(asked[0]).toEqual({
      method: 'POST',
      path: '/load',
      body: {
        service: 'api',
        namespace: 'streaming',
        rps: 50,
        durationSeconds: 60,
        seed: 7,
        cpuPerRequestMs: 8,
        profile: 'ramp',
      },
    });
    expect(report).toMatchObject({ model: true, note: 'a model of requests: no packets are sent' });
    expect(report.runs).toMatchObject([{ state: 'finished', totals: { requests: 3000 } }]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'step-started', title: '1.0.0 stable', parent: 'load/api' }),
    );
    expect(events).toContainEqual({
      type: 'step-progress',
      id: 'load/api/abc',
      message: '49.8/s, 0.2 % errors, p95 181 ms, 3/3 ready, cpu 410m (55 %)',
    });
    expect(events.at(-1)).toMatchObject({ type: 'step-finished', id: 'load/api', status: 'done' });
  });

  it('stops the run on Ctrl-C, and gives what there is', async () => {
    answer = (method) => {
      if (method === 'POST') return { status: 201, body: runOf('running', 0) };
      return { status: 200, body: runOf(method === 'DELETE' ? 'stopped' : 'running', 5) };
    };
    let press = () => {};
    const interrupts: Interrupts = {
      subscribe: (listener) => {
        press = () => listener(1);
        return () => {};
      },
    };
    const progress = { emit: (event: ProgressEvent) => event.type === 'step-progress' && press() };
    const report = await runLoad({ ...options, interrupts, progress });
    expect(report.runs).toMatchObject([{ state: 'stopped' }]);
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/load/r1' });
  });

  it('returns at once when it is told to, and leaves the run alone', async () => {
    answer = () => ({ status: 201, body: runOf('running', 0) });
    expect((await runLoad({ ...options, detach: true })).runs).toMatchObject([{ state: 'running' }]);
    expect(asked).toHaveLength(1);
  });

  it('waits for an agent that is started again', async () => {
    const answers: Answer[] = [
      { status: 201, body: runOf('running', 0) },
      'hang-up',
      'hang-up',
      { status: 200, body: runOf('finished', 60) },
    ];
    answer = () => answers.shift() ?? 'hang-up';
    expect((await runLoad(options)).runs).toMatchObject([{ state: 'finished' }]);
  });

  it('gives up on an agent that stays silent', async () => {
    answer = (method) => (method === 'POST' ? { status: 201, body: runOf('running', 0) } : 'hang-up');
    await expect(runLoad({ ...options, patienceMs: 20 })).rejects.toMatchObject({
      code: 'AgentUnreachable',
      actions: ['backlot sandbox status', 'backlot sandbox up'],
    });
  });

  it('names the services that are there, the nearest first', async () => {
    const body = {
      code: 'UnknownService',
      message: "no service 'apo' runs in namespace 'streaming'",
      known: ['api', 'worker'],
    };
    answer = () => ({ status: 404, body });
    await expect(runLoad({ ...options, service: 'apo' })).rejects.toMatchObject({
      code: 'UnknownService',
      exitCode: 3,
      message: "no service 'apo' runs in namespace 'streaming'; there are: api, worker; did you mean 'api'?",
      actions: ['backlot sandbox load --list'],
    });
    answer = () => ({ status: 404, body: { ...body, known: [] } });
    await expect(runLoad(options)).rejects.toMatchObject({
      message: "no service 'apo' runs in namespace 'streaming'; there are none yet",
      actions: ['backlot up <environment>'],
    });
  });

  it.each([
    [{ duration: '5x' }, 'InvalidDuration'],
    [{ cpuPerRequest: '8h' }, 'InvalidCpuTime'],
  ])('refuses %j before it asks anybody', async (wrong, code) => {
    answer = () => 'hang-up';
    await expect(runLoad({ ...options, ...wrong })).rejects.toMatchObject({ code, exitCode: 3 });
    expect(asked).toEqual([]);
  });
});

describe('listLoad and stopLoad', () => {
  it('list all runs, or those of one service', async () => {
    answer = () => ({ status: 200, body: { runs: [runOf('running', 5), { ...runOf('running', 5), service: 'web' }] } });
    expect((await listLoad({ findAgent })).runs).toHaveLength(2);
    expect((await listLoad({ service: 'web', findAgent })).runs).toMatchObject([{ service: 'web' }]);
  });

  it('stop what runs, of one service, and nothing else', async () => {
    const runs = [
      runOf('running', 5),
      { ...runOf('finished', 60), id: 'r2' },
      { ...runOf('running', 5), id: 'r3', service: 'web' },
    ];
    answer = (method) => ({ status: 200, body: method === 'DELETE' ? runOf('stopped', 5) : { runs } });
    expect((await stopLoad({ service: 'api', findAgent })).runs).toMatchObject([{ state: 'stopped' }]);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /load', 'DELETE /load/r1']);
  });
});
