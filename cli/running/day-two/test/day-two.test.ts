import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type {
  ExecRequest,
  KubernetesObject,
  PodContainer,
  PodLogOptions,
  PodStreams,
} from '../../../adapters/kubernetes/index.js';
import { exitCodeOf } from '../../../adapters/kubernetes/pod-exec.js';
import { parseRange } from '../../../delivery/services/scaling/replica-range.js';
import { settleScaling } from '../../../delivery/services/scaling/settle-scaling.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { serviceOf } from '../events/cluster-event.js';
import { recordedCommand } from '../exec/exec-record.js';
import { execInService, type LogLine, readEvents, restartServices, scaleService, streamLogs } from '../index.js';
import { stamped } from '../logs/log-line.js';

const environment = {
  id: 'prod',
  services: {
    api: { run: 'kubernetes', replicas: { min: 3, max: 9 } },
    'api-admin': { run: 'kubernetes', replicas: { min: 1, max: 1 } },
    resize: { run: 'lambda' },
  },
} as unknown as Environment;
const ROLLOUTS = 'argoproj.io/v1alpha1';

/** Logs and commands in memory. */
class Streams implements PodStreams {
  readonly lines: Record<string, string[]> = {};
  readonly ran: (PodContainer & { command: readonly string[] })[] = [];
  asked: PodLogOptions[] = [];
  code = 0;
  fails: BacklotError | undefined;

  async *logs({ pod }: PodContainer, options: PodLogOptions = {}) {
    this.asked.push(options);
    const lines = this.lines[pod];
    if (!lines) throw new BacklotError({ code: 'BadRequest', message: 'waiting to start: ContainerCreating' });
    yield* lines;
  }

  async exec(container: PodContainer, { command, stdout }: ExecRequest) {
    this.ran.push({ ...container, command });
    if (this.fails) throw this.fails;
    stdout.write('hello');
    return this.code;
  }

  async text() {
    return undefined;
  }
}

let cluster: MemoryKubernetes;
let streams: Streams;
let reach: { connect: () => Promise<MemoryKubernetes>; openStreams: () => Promise<Streams> };

function pod(
  name: string,
  hash: string,
  more: { ready?: boolean; created?: string; annotations?: Record<string, string> } = {},
) {
  const { annotations, created = '2026-11-21T09:00:00Z', ready = true } = more;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'streaming',
      uid: name,
      creationTimestamp: created,
      labels: { 'app.kubernetes.io/name': 'api', 'rollouts-pod-template-hash': hash },
      annotations,
      ownerReferences: [{ kind: 'ReplicaSet', name: `api-${hash}`, uid: hash }],
    },
    spec: { nodeName: 'n', containers: [{ name: 'proxy' }, { name: 'api' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  } as KubernetesObject;
}

function rollout(more: { spec?: object; status?: object } = {}): KubernetesObject {
  return {
    apiVersion: ROLLOUTS,
    kind: 'Rollout',
    metadata: { name: 'api', namespace: 'streaming', uid: 'r' },
    spec: {
      replicas: 3,
      template: {
        metadata: { labels: { app: 'api' } },
        spec: { containers: [{ name: 'api', resources: { requests: { cpu: '500m' } } }] },
      },
      ...more.spec,
    },
    status: { stableRS: 'old', currentPodHash: 'new', replicas: 3, readyReplicas: 3, ...more.status },
  };
}

const autoscaler: KubernetesObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'api', namespace: 'streaming' },
  spec: { minReplicas: 3, maxReplicas: 9 },
};
const node: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n' },
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '20' }, conditions: [{ type: 'Ready', status: 'True' }] },
};
const spec = async (kind: string, apiVersion: string) =>
  (await cluster.get({ apiVersion, kind, namespace: 'streaming', name: 'api' }))?.spec as Record<string, unknown>;
const eventsOf = async () =>
  (await cluster.list({ apiVersion: 'v1', kind: 'Event' })) as (KubernetesObject & {
    message: string;
    reason: string;
  })[];

beforeEach(() => {
  cluster = new MemoryKubernetes().put(
    node,
    rollout(),
    pod('api-old-1', 'old'),
    pod('api-new-1', 'new', { created: '2026-11-21T10:00:00Z' }),
  );
  streams = new Streams();
  reach = { connect: async () => cluster, openStreams: async () => streams };
});

describe('logs', () => {
  const read = async (more: Partial<Parameters<typeof streamLogs>[1]> = {}) => {
    const lines: LogLine[] = [];
    const result = await streamLogs(environment, {
      ...reach,
      services: ['api'],
      onLine: (line) => lines.push(line),
      ...more,
    });
    return { lines, result };
  };

  it('of several pods are one, by their time', async () => {
    streams.lines['api-old-1'] = ['2026-11-21T10:00:00.1Z one', '2026-11-21T10:00:00.300Z three'];
    streams.lines['api-new-1'] = ['2026-11-21T10:00:00.2Z {"msg":"two"}'];
    const { lines } = await read();
    expect(lines.map(({ text, version }) => `${version} ${text}`)).toEqual([
      'stable one',
      'canary {"msg":"two"}',
      'stable three',
    ]);
    expect(lines[1]).toMatchObject({ fields: { msg: 'two' }, container: 'api', model: false });
  });

  it('are of the version, the container and the pattern that were asked for', async () => {
    streams.lines['api-new-1'] = ['2026-11-21T10:00:00Z status=200', '2026-11-21T10:00:01Z status=502'];
    const { lines } = await read({ version: 'canary', container: 'proxy', grep: '=5\\d\\d', tail: -1 });
    expect(lines.map(({ container, text }) => [container, text])).toEqual([['proxy', 'status=502']]);
    expect(streams.asked).toMatchObject([{ tail: undefined }]);
    await expect(read({ container: 'nope' })).rejects.toMatchObject({ code: 'ContainerMissing', exitCode: 3 });
    await expect(read({ grep: '(' })).rejects.toMatchObject({ code: 'InvalidPattern', exitCode: 3 });
  });

  it('of a pod that has none yet are told about, and do not keep the others', async () => {
    streams.lines['api-old-1'] = ['2026-11-21T10:00:00Z here'];
    const { lines, result } = await read();
    expect(lines).toHaveLength(1);
    expect(result.silent).toMatchObject([{ pod: 'api-new-1', reason: expect.stringContaining('waiting to start') }]);
    streams.lines['api-old-1'] = undefined as never;
    await expect(read()).rejects.toMatchObject({ code: 'LogsUnreadable' });
  });

  it('of services that are not there are refused with those that are', async () => {
    await expect(read({ services: ['apo'] })).rejects.toMatchObject({ code: 'UnknownService', exitCode: 3 });
    await expect(read({ services: ['resize'] })).rejects.toThrow('runs on lambda');
    await expect(read({ services: ['api-admin'] })).rejects.toMatchObject({ code: 'NoPods' });
  });

  it('have times of one width, so that they sort as text', () => {
    expect(stamped('2026-11-21T10:00:00.5Z x y')).toEqual({ time: '2026-11-21T10:00:00.500000000Z', text: 'x y' });
    expect(stamped('2026-11-21T11:00:00+01:00 x')?.time).toBe('2026-11-21T10:00:00.000000000Z');
    expect(stamped('no time')).toBeUndefined();
  });
});

describe('events', () => {
  it('belong to the service with the longest name that fits', () => {
    const known = ['api', 'api-admin'];
    expect(['api', 'api-5d-x', 'api-admin-7f-y', 'apix'].map((name) => serviceOf(name, known))).toEqual([
      'api',
      'api',
      'api-admin',
      undefined,
    ]);
  });

  it('that say the same of several pods are one; warnings come first', async () => {
    const event = (name: string, reason: string, type: string, last: string, message = `pod ${name} ${reason}`) => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${reason}`, namespace: 'streaming' },
      type,
      reason,
      message,
      count: 2,
      lastTimestamp: last,
      firstTimestamp: '2026-11-21T09:00:00Z',
      involvedObject: { kind: 'Pod', name },
    });
    cluster.put(
      event('api-old-1', 'Started', 'Normal', '2026-11-21T10:09:00Z'),
      event('api-old-1', 'BackOff', 'Warning', '2026-11-21T10:00:00Z'),
      event('api-new-1', 'BackOff', 'Warning', '2026-11-21T10:05:00Z'),
      event('other-1', 'BackOff', 'Warning', '2026-11-21T10:05:00Z'),
    );
    const { events } = await readEvents(environment, { ...reach });
    expect(events.map(({ count, last, name, objects, reason }) => [reason, name, objects, count, last])).toEqual([
      ['BackOff', 'api-new-1', 2, 4, '2026-11-21T10:05:00.000Z'],
      ['Started', 'api-old-1', 1, 2, '2026-11-21T10:09:00.000Z'],
    ]);
    expect((await readEvents(environment, { ...reach, warnings: true })).events).toHaveLength(1);
  });
});

describe('scale', () => {
  const scale = (replicas: string | undefined, more: Partial<Parameters<typeof scaleService>[1]> = {}) =>
    scaleService(environment, { ...reach, service: 'api', replicas, pollMs: 1, wait: false, ...more });

  it.each(['0', '5-3', '-1', 'x', '1.5', '100000'])('refuses %s', (text) => {
    expect(() => parseRange(text)).toThrow(/is no number of pods/);
  });

  it('changes the number of a workload without an autoscaler, and takes no range for it', async () => {
    await scale('4');
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ replicas: 4 });
    expect((await eventsOf()).map(({ message }) => message)).toEqual([expect.stringMatching(/: scaled from 3 to 4$/)]);
    await expect(scale('4-6')).rejects.toMatchObject({ code: 'NoAutoscaler', exitCode: 3 });
  });

  it('changes the bounds of an autoscaler, and leaves the workload to it', async () => {
    cluster.put(autoscaler);
    const result = await scale('4-12', { for: '2h', now: () => new Date('2026-11-21T10:00:00Z') });
    expect(await spec('HorizontalPodAutoscaler', 'autoscaling/v2')).toMatchObject({ minReplicas: 4, maxReplicas: 12 });
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ replicas: 3 });
    expect(result).toMatchObject({ until: '2026-11-21T12:00:00.000Z', declared: { min: 3, max: 9 } });
  });

  it('gives a workload that somebody scaled to nothing its floor again, since its autoscaler is off', async () => {
    cluster.put(autoscaler, rollout({ spec: { replicas: 0 } }));
    const result = await scale(undefined);
    expect(result).toMatchObject({ status: 'scaled', reset: true, unchanged: false });
    expect(result.warnings.join()).toContain('ScalingDisabled');
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ replicas: 3 });
    expect((await scale(undefined)).status).toBe('unchanged');
  });

  it('refuses less than a disruption budget wants, and changes nothing', async () => {
    cluster.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'api', namespace: 'streaming' },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'api' } } },
    });
    await expect(scale('1')).rejects.toMatchObject({ code: 'BelowBudget', actions: ['backlot scale prod api 2'] });
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ replicas: 3 });
    expect((await scale('2')).warnings.join()).toContain('lets no pod go');
  });

  it('warns of more than the nodes hold, of drift, and of a canary', async () => {
    const { warnings } = await scale('20');
    expect(warnings.join('\n')).toMatch(/room for 8 more of its pods, and at least 17 are to come/);
    expect(warnings.join('\n')).toContain('environments/prod.yaml goes on saying 3–9');
    expect(warnings.join('\n')).toContain('a canary is under way');
  });

  it('changes nothing when it is declined', async () => {
    await expect(scale('4', { approve: async () => false })).rejects.toMatchObject({ code: 'Declined' });
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ replicas: 3 });
  });

  it('gives up waiting after its time with 69, what was warned of, and what tells why', async () => {
    const run = scale('5', { wait: true, timeoutMs: 5 });
    await expect(run).rejects.toMatchObject({
      code: 'ScaleTimedOut',
      exitCode: 69,
      actions: ['backlot events prod api', 'backlot scale prod api --reset'],
      hints: expect.arrayContaining([expect.stringContaining('environments/prod.yaml goes on saying')]),
    });
  });

  it('is kept by a deploy while its time lasts, and goes back to the file afterwards', async () => {
    cluster.put(autoscaler);
    await scale('4-12', { for: '2h', now: () => new Date('2026-11-21T10:00:00Z') });
    const service = { declared: { min: 3, max: 9 }, namespace: 'streaming', service: 'api' };
    const during = await settleScaling(cluster, service, new Date('2026-11-21T11:59:00Z'));
    expect(during?.keep).toEqual({ min: 4, max: 12 });
    const after = await settleScaling(cluster, service, new Date('2026-11-21T12:01:00Z'));
    expect(after).toMatchObject({ message: expect.stringContaining('back to 3–9') });
    expect(await spec('HorizontalPodAutoscaler', 'autoscaling/v2')).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
    expect(await settleScaling(cluster, service, new Date())).toBeUndefined();
  });
});

describe('restart', () => {
  const restart = (more: Partial<Parameters<typeof restartServices>[1]> = {}) =>
    restartServices(environment, {
      ...reach,
      services: ['api'],
      wait: false,
      now: () => new Date('2026-11-21T11:00:00.5Z'),
      ...more,
    });

  it('goes through the restartAt of a Rollout, and is taken up while old pods are left', async () => {
    expect((await restart()).services).toMatchObject([
      { status: 'started', restartedAt: '2026-11-21T11:00:00Z', pods: 2 },
    ]);
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ restartAt: '2026-11-21T11:00:00Z' });
    const again = await restart({ now: () => new Date('2026-11-21T11:05:00Z') });
    expect(again.services).toMatchObject([{ resumes: '2026-11-21T11:00:00Z' }]);
    expect(await spec('Rollout', ROLLOUTS)).toMatchObject({ restartAt: '2026-11-21T11:00:00Z' });
    expect(await eventsOf()).toHaveLength(1);
  });

  it('is over when all pods are new and ready', async () => {
    cluster.put(rollout({ spec: { replicas: 2, restartAt: '2026-11-21T08:00:00Z' } }));
    const waiting = await restart({ wait: true, pollMs: 1, timeoutMs: 5 });
    expect(waiting.services).toMatchObject([{ status: 'timed-out', error: { code: 'RestartTimedOut' } }]);
    cluster.put(
      pod('api-old-1', 'old', { created: '2026-11-21T11:00:01Z' }),
      pod('api-new-1', 'new', { created: '2026-11-21T11:00:02Z' }),
    );
    // No pod is older any more, so this would be another restart; those pods are older than that one.
    expect(
      (await restart({ now: () => new Date('2026-11-21T11:00:00Z'), wait: true, pollMs: 1 })).services,
    ).toMatchObject([{ status: 'restarted', ready: 2 }]);
  });

  it('wants to be told which services, and changes nothing when it is declined', async () => {
    await expect(restart({ services: [] })).rejects.toMatchObject({ code: 'ServiceNotNamed', exitCode: 3 });
    await expect(restart({ approve: async () => false })).rejects.toMatchObject({ code: 'Declined' });
    expect(await spec('Rollout', ROLLOUTS)).not.toHaveProperty('restartAt');
  });
});

describe('exec', () => {
  const pipes = () => ({ stdout: new PassThrough(), stderr: new PassThrough() });
  const run = (more: Partial<Parameters<typeof execInService>[1]> = {}) =>
    execInService(environment, {
      ...reach,
      service: 'api',
      command: ['env'],
      ...pipes(),
      ...more,
    });

  it('runs in a ready pod of the stable version, exits as the command does, and writes down who did it before and after', async () => {
    streams.code = 7;
    expect(await run({ command: ['psql', '--password', 'hunter2'] })).toMatchObject({
      pod: 'api-old-1',
      container: 'api',
      exitCode: 7,
    });
    const [before, after] = await eventsOf();
    const [, id] =
      /^\S+@\S+: run ([0-9a-f]{8}) in api: psql and 2 more words, fingerprint [0-9a-f]{16}$/.exec(
        before?.message ?? '',
      ) ?? [];
    expect(after?.message).toMatch(new RegExp(`^\\S+: run ${id} in api exited with 7 after [0-9.]+ s$`));
    expect([before?.reason, after?.reason]).toEqual(['CommandRun', 'CommandEnded']);
    expect(JSON.stringify(await eventsOf())).not.toContain('hunter2');
  });

  it('keeps the words where the environment wants them, without secrets that it knows', async () => {
    const kept = { ...environment, audit: { commands: 'text' as const } };
    await execInService(kept, {
      ...reach,
      service: 'api',
      command: ['redis-cli', '-a', 'hunter2', 'ping'],
      ...pipes(),
    });
    const [before] = await eventsOf();
    expect(before?.message).toContain('redis-cli -a *** ping, fingerprint ');
  });

  it('writes down a command that is cut off as one without an exit code', async () => {
    streams.fails = new BacklotError({ code: 'ExecLost', message: 'gone' });
    await expect(run()).rejects.toMatchObject({ code: 'ExecLost' });
    expect((await eventsOf()).at(-1)?.message).toContain('ended without an exit code (ExecLost)');
  });

  it('runs nothing in a protected environment that can not be written down, and warns elsewhere', async () => {
    const notes: string[] = [];
    const progress = { emit: (event: { type: string; message?: string }) => void notes.push(event.message ?? '') };
    cluster.create = async () => {
      throw new Error('events is forbidden');
    };
    const guarded = { ...environment, protected: true };
    const command = ['env'];
    await expect(execInService(guarded, { ...reach, service: 'api', command, ...pipes() })).rejects.toMatchObject({
      code: 'ExecNotRecorded',
      message: expect.stringContaining('events is forbidden'),
    });
    expect(streams.ran).toEqual([]);
    await run({ progress });
    expect(streams.ran).toHaveLength(1);
    expect(notes.filter((each) => each.includes('could not be recorded'))).toHaveLength(2);
  });

  it('keeps a fingerprint that nobody can make without the key of the machine', () => {
    const [one, other] = [mkdtempSync(join(tmpdir(), 'a-')), mkdtempSync(join(tmpdir(), 'b-'))];
    const command = ['redis-cli', '-a', 'x'];
    const first = recordedCommand(command, 'program', one);
    expect(recordedCommand(command, 'program', one)).toBe(first);
    expect(recordedCommand(['redis-cli', '-a', 'y'], 'program', one)).not.toBe(first);
    expect(recordedCommand(command, 'program', other)).not.toBe(first);
    expect(statSync(join(one, 'audit.key')).mode & 0o777).toBe(0o600);
    expect(recordedCommand(command, 'program', '/dev/null/x')).toBe('redis-cli and 2 more words');
    for (const folder of [one, other]) rmSync(folder, { recursive: true });
  });

  it('says where the key of fingerprints is damaged, and makes one whole or not at all', () => {
    const folder = mkdtempSync(join(tmpdir(), 'a-'));
    writeFileSync(join(folder, 'audit.key'), '');
    expect(recordedCommand(['redis-cli'], 'program', folder)).toContain('no fingerprint, as audit.key');
    rmSync(join(folder, 'audit.key'));
    expect(recordedCommand(['redis-cli'], 'program', folder)).toMatch(/, fingerprint [0-9a-f]{16}$/);
    expect(readdirSync(folder)).toEqual(['audit.key']);
    rmSync(folder, { recursive: true });
  });

  it.each(['PGPASSWORD=hunter2', 'mysql -phunter2', '\u001b[2J', ''])(
    'names no program where the first word is %j',
    (word) => {
      expect(recordedCommand([word, 'x'], 'program', '/dev/null/x')).toBe(
        'a program that is not named and 1 more word',
      );
    },
  );

  it('runs in the canary, or a pod that is named', async () => {
    expect(await run({ version: 'canary' })).toMatchObject({ pod: 'api-new-1' });
    expect(await run({ pod: 'api-new-1', container: 'proxy' })).toMatchObject({ container: 'proxy' });
    await expect(run({ pod: 'api-x' })).rejects.toMatchObject({ code: 'PodMissing', exitCode: 3 });
  });

  it('is refused where no pod is ready, where nothing is to be run, and where pods are simulated', async () => {
    cluster.put(pod('api-old-1', 'old', { ready: false }));
    await expect(run()).rejects.toMatchObject({
      code: 'NoReadyPod',
      actions: [expect.stringContaining('--version canary'), expect.anything()],
    });
    await expect(run({ command: [] })).rejects.toMatchObject({ code: 'CommandMissing' });
    cluster.put({ ...node, metadata: { name: 'n', annotations: { 'kwok.x-k8s.io/node': 'fake' } } });
    await expect(run({ version: 'canary' })).rejects.toMatchObject({ code: 'NoProcesses' });
    expect(streams.ran).toEqual([]);
  });

  it('reads the exit code of a command from the status that ends it', () => {
    const causes = [{ reason: 'ExitCode', message: '42' }];
    expect(exitCodeOf({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes } }, 'x')).toBe(42);
    expect(exitCodeOf({ status: 'Success' }, 'x')).toBe(0);
    expect(() => exitCodeOf({ status: 'Failure', message: 'no such file' }, 'x')).toThrow('no such file');
  });
});
