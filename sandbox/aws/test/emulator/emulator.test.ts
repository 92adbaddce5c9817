import { spawn } from 'node:child_process';
import { access, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { identify, isAlive } from '../../../../host/process-identity.js';
import { TemporaryMachine } from '../../../tools/test/temporary-machine.js';
import { checkHealth } from '../../emulator/health.js';
import {
  type EmulatorHandle,
  emulatorStatus,
  ensureEmulator,
  resetEmulator,
  stopEmulator,
} from '../../emulator/index.js';
import { inspectVirtualEnvironment } from '../../emulator/virtual-environment.js';
import { fakePython } from './fake-python.js';

jest.setTimeout(180_000);

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ cache: 'shared' });
});
afterEach(async () => {
  await stopEmulator();
  await machine.dispose();
});

const recordFile = () => join(machine.root, 'state', 'sandbox', 'aws', 'emulator.json');

describe('the running emulator', () => {
  it('answers on loopback, and a second start finds it', async () => {
    const first = await ensureEmulator({ accountId: '123456789012', region: 'eu-north-1' });
    expect(first).toMatchObject({ accountId: '123456789012', region: 'eu-north-1', version: '1.5.33', started: true });
    expect(first.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    expect(await ensureEmulator()).toEqual({ ...first, started: false });
    expect(await emulatorStatus()).toMatchObject({
      running: true,
      healthy: true,
      pid: first.pid,
      endpoint: first.endpoint,
    });
  });

  it('outlives the command, and of several commands at once one starts it', async () => {
    const script = fileURLToPath(new URL('./fixtures/start-emulator.ts', import.meta.url));
    const command = () => execa(process.execPath, ['--import', 'tsx', script]);
    const results = await Promise.all([command(), command(), command()]);
    const handles = results.map(({ stdout }) => JSON.parse(stdout) as EmulatorHandle);
    expect(new Set(handles.map(({ pid }) => pid)).size).toBe(1);
    expect(handles.filter(({ started }) => started)).toHaveLength(1);
    expect(await emulatorStatus()).toMatchObject({ running: true, healthy: true, pid: handles[0]?.pid });
  });

  it('has what it had after a stop and a start, at the same address', async () => {
    const before = await ensureEmulator();
    await store(before);
    expect(await stopEmulator()).toBe(true);
    expect(await emulatorStatus()).toMatchObject({ running: false, healthy: false });
    const after = await ensureEmulator();
    expect(after.port).toBe(before.port);
    expect(await stored(after)).toEqual({ body: 'hello', queues: 1 });
  });

  it('has what it had after it was killed', async () => {
    const before = await ensureEmulator();
    await store(before);
    await until(async () => (await checkHealth(before.port))?.unsaved === false);
    process.kill(before.pid, 'SIGKILL');
    await until(async () => identify(before.pid) === undefined);
    const after = await ensureEmulator();
    expect(after).toMatchObject({ started: true });
    expect(await stored(after)).toEqual({ body: 'hello', queues: 1 });
  });

  it('is waited for, and kept, when it is only slow', async () => {
    const slow = await ensureEmulator();
    process.kill(slow.pid, 'SIGSTOP');
    const told: string[] = [];
    // For longer than any one question waits: a machine under load takes that long.
    const handle = await ensureEmulator({
      progress: (line) => {
        told.push(line);
        if (told.length === 2) process.kill(slow.pid, 'SIGCONT');
      },
    });
    expect(handle).toEqual({ ...slow, started: false });
    expect(told[0]).toBe(`waiting for the emulator (process ${slow.pid}), which is busy: no answer for 2 s`);
    expect(await emulatorStatus()).toMatchObject({ running: true, healthy: true, pid: slow.pid });
  });

  it('is left as it is when it never answers, and told with what starts it again', async () => {
    const hung = await ensureEmulator();
    await store(hung);
    await until(async () => (await checkHealth(hung.port))?.unsaved === false);
    process.kill(hung.pid, 'SIGSTOP');
    await expect(ensureEmulator({ patienceMs: 3_000 })).rejects.toMatchObject({
      code: 'EmulatorSilent',
      message: expect.stringContaining(`(process ${hung.pid}, port ${hung.port}) runs, but did not answer in 3 s`),
      actions: ['backlot down', 'backlot up', expect.stringMatching(/^less .*/)],
    });
    expect(identify(hung.pid)).toBeDefined();
    expect(await stopEmulator()).toBe(true);
    const after = await ensureEmulator();
    expect(after).toMatchObject({ started: true, port: hung.port });
    expect(await stored(after)).toEqual({ body: 'hello', queues: 1 });
  });

  it('is started again as soon as its process is gone, however long it would have been waited for', async () => {
    const hung = await ensureEmulator();
    process.kill(hung.pid, 'SIGSTOP');
    const fresh = await ensureEmulator({
      progress: (line) => {
        if (line.startsWith('waiting for the emulator')) process.kill(hung.pid, 'SIGKILL');
      },
    });
    expect(fresh).toMatchObject({ started: true });
    expect(fresh.pid).not.toBe(hung.pid);
  });

  it('is replaced, at the same address and with what it had, when another version started it', async () => {
    const before = await ensureEmulator();
    await store(before);
    const { edition, ...record } = JSON.parse(await readFile(recordFile(), 'utf8'));
    expect(edition).toMatch(/^[0-9a-f]{16}$/);
    await writeFile(recordFile(), JSON.stringify(record));
    const told: string[] = [];
    const after = await ensureEmulator({ progress: (line) => told.push(line) });
    expect(after).toMatchObject({ started: true, port: before.port });
    expect(told).toContain('the emulator was started by another version; starting it again');
    expect(identify(before.pid)).toBeUndefined();
    expect(await stored(after)).toEqual({ body: 'hello', queues: 1 });
  });

  it('holds nothing after a reset', async () => {
    await store(await ensureEmulator());
    await resetEmulator();
    await expect(access(recordFile())).rejects.toThrow('ENOENT');
    const { credentials, endpoint, region } = clientOf(await ensureEmulator());
    const queues = await new SQSClient({ credentials, endpoint, region }).send(new ListQueuesCommand({}));
    expect(queues.QueueUrls ?? []).toEqual([]);
  });

  it('cannot listen for, look up or call another machine', async () => {
    const { installed } = inspectVirtualEnvironment();
    const launcher = fileURLToPath(new URL('../../emulator', import.meta.url));
    const script = `
import socket, sys
sys.path.insert(0, ${JSON.stringify(launcher)})
import launch
launch.confine_to_loopback()
def refused(work):
    try:
        work()
    except PermissionError:
        return True
    return False
listener = socket.socket()
listener.bind(("0.0.0.0", 0))
print(listener.getsockname()[0])
print(refused(lambda: socket.create_connection(("192.0.2.1", 80), timeout=1)))
print(refused(lambda: socket.getaddrinfo("sts.amazonaws.com", 443)))
print(refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))))
print(refused(lambda: socket.socket(socket.AF_INET6).bind(("::", 0))))`;
    const { stdout } = await execa(installed?.python ?? 'missing', ['-B', '-I', '-c', script]);
    expect(stdout.split('\n')).toEqual(['127.0.0.1', 'True', 'True', 'True', 'True']);
  });

  it('is given nothing of the environment that could reach AWS', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'of-a-person';
    process.env.HTTPS_PROXY = 'http://proxy.example.com';
    const { pid } = await ensureEmulator();
    delete process.env.AWS_ACCESS_KEY_ID;
    delete process.env.HTTPS_PROXY;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    expect(environment).not.toMatch(/AWS_|proxy/i);
    expect(environment).toContain(`HOME=${machine.root}`);
  });
});

describe('a port', () => {
  let other: Server;
  let port: number;
  beforeEach(async () => {
    other = createServer((_, response) => response.end('somebody else'));
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    port = (other.address() as AddressInfo).port;
  });
  afterEach(() => new Promise((resolve) => other.close(resolve)));

  it('that was asked for and is taken is an error that names it', async () => {
    process.env.BACKLOT_SANDBOX_PORT = String(port);
    await expect(ensureEmulator()).rejects.toMatchObject({
      code: 'PortTaken',
      exitCode: 3,
      message: `port ${port} on 127.0.0.1 is taken by another program`,
      actions: ['unset BACKLOT_SANDBOX_PORT'],
    });
    expect(await emulatorStatus()).toMatchObject({ running: false });
  });

  it('of last time that is taken now is replaced by a free one, with a note', async () => {
    await writeRecordOf({ port });
    const told: string[] = [];
    const handle = await ensureEmulator({ progress: (line) => told.push(line) });
    expect(handle.port).not.toBe(port);
    expect(told).toEqual([`port ${port} of last time is taken; using another`]);
  });

  it('other than the one in use is refused', async () => {
    const handle = await ensureEmulator();
    await expect(ensureEmulator({ port })).rejects.toMatchObject({
      code: 'EmulatorRunsElsewhere',
      message: expect.stringContaining(`already runs on port ${handle.port}, not on ${port}`),
    });
  });

  it('that is no number is refused', async () => {
    process.env.BACKLOT_SANDBOX_PORT = 'http';
    await expect(ensureEmulator()).rejects.toMatchObject({ code: 'InvalidPort', exitCode: 3 });
    delete process.env.BACKLOT_SANDBOX_PORT;
  });
});

describe('what was recorded', () => {
  it('of a process that has ended is no obstacle', async () => {
    await writeRecordOf({ port: 0, process: { pid: 2 ** 22 + 1, startTime: '1' } });
    expect(await emulatorStatus()).toMatchObject({ running: false });
    expect(await ensureEmulator()).toMatchObject({ started: true });
  });

  it('never makes it stop a process that is not ours', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const identity = identify(bystander.pid as number);
    await writeRecordOf({ port: 0, process: identity });
    expect(await stopEmulator()).toBe(false);
    expect(identity && isAlive(identity)).toBe(true);
    bystander.kill();
  });

  it('and cannot be read is forgotten', async () => {
    await mkdir(join(recordFile(), '..'), { recursive: true });
    await writeFile(recordFile(), '{"port": ');
    expect(await emulatorStatus()).toMatchObject({ running: false });
    expect(await ensureEmulator()).toMatchObject({ started: true });
  });
});

describe('an emulator that does not start', () => {
  it('names the state folder when that cannot be written', async () => {
    const file = join(machine.root, 'file');
    await writeFile(file, '');
    process.env.BACKLOT_STATE_DIR = join(file, 'state');
    const start = ensureEmulator();
    await expect(start).rejects.toMatchObject({ code: 'FolderUnwritable', exitCode: 3 });
    await expect(start).rejects.toThrow(`the folder ${join(file, 'state')}`);
    process.env.BACKLOT_STATE_DIR = join(machine.root, 'state');
  });

  it('is installed again when its packages are damaged', async () => {
    await ensureEmulator();
    await stopEmulator();
    const whole = inspectVirtualEnvironment().folder;
    process.env.BACKLOT_CACHE_DIR = join(machine.root, 'cache');
    const copy = join(machine.root, 'cache', basename(whole));
    await cp(whole, copy, { recursive: true, verbatimSymlinks: true });
    const { stdout } = await execa('find', [copy, '-path', '*/ministack/core/persistence.py']);
    await rm(stdout);
    const told: string[] = [];
    const handle = await ensureEmulator({ progress: (line) => told.push(line) });
    expect(handle).toMatchObject({ started: true });
    expect(told).toContain('the installed emulator does not start; installing it again');
    await stopEmulator();
  });

  it('shows the last lines of its log', async () => {
    const orders = join(machine.root, 'orders');
    await mkdir(orders);
    await writeFile(join(orders, 'emulator'), 'echo "RuntimeError: the moon is full"; exit 3');
    process.env.BACKLOT_CACHE_DIR = join(machine.root, 'cache');
    process.env.PATH = machine.bin;
    await machine.install('python3', fakePython(orders));
    await expect(ensureEmulator()).rejects.toMatchObject({
      code: 'EmulatorStartFailed',
      source: 'upstream',
      message: expect.stringMatching(/did not start \(exit code 3\).*\nRuntimeError: the moon is full$/s),
    });
    expect(await emulatorStatus()).toMatchObject({ running: false });
  });
});

const clientOf = ({ endpoint, region }: EmulatorHandle) => ({
  endpoint,
  region,
  credentials: { accessKeyId: '000000000000', secretAccessKey: 'sandbox' },
});

async function store(handle: EmulatorHandle): Promise<void> {
  const s3 = new S3Client({ ...clientOf(handle), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'films' }));
  await s3.send(new PutObjectCommand({ Bucket: 'films', Key: 'a/b', Body: 'hello' }));
  await new SQSClient(clientOf(handle)).send(new CreateQueueCommand({ QueueName: 'jobs' }));
}

async function stored(handle: EmulatorHandle): Promise<{ body?: string; queues?: number }> {
  const s3 = new S3Client({ ...clientOf(handle), forcePathStyle: true });
  const object = await s3.send(new GetObjectCommand({ Bucket: 'films', Key: 'a/b' }));
  const queues = await new SQSClient(clientOf(handle)).send(new ListQueuesCommand({}));
  return { body: await object.Body?.transformToString(), queues: queues.QueueUrls?.length };
}

async function writeRecordOf(part: object): Promise<void> {
  await mkdir(join(recordFile(), '..'), { recursive: true });
  const record = { accountId: '000000000000', region: 'eu-west-1', version: '1', startedAt: '2026-01-01T00:00:00Z' };
  await writeFile(recordFile(), JSON.stringify({ ...record, ...part }));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('the condition did not come true in 20 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
