import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lambda, type Runtime } from '@aws-sdk/client-lambda';
import { SNS } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSync } from 'esbuild';
import { execa } from 'execa';
import { zipSync } from 'fflate';
import { eventually, TestDatabases } from '../../../databases/test/test-databases.js';
import { emulatorStatus } from '../../emulator/index.js';
import { ensureVirtualEnvironment } from '../../emulator/virtual-environment.js';

jest.setTimeout(240_000);

const EMULATOR = join(import.meta.dirname, '..', '..', 'emulator');

type Attempt = readonly [name: string, action: string, ...given: unknown[]];

let sandbox: TestDatabases;
let lambda: Lambda;
let folder: string;
let secret: string;
let neighbour: Server;
let socketOfOwner: Server;

beforeAll(async () => {
  sandbox = await TestDatabases.start();
  lambda = new Lambda(client());
  folder = await mkdtemp(join(tmpdir(), 'backlot-owner-'));
  secret = join(folder, 'id_ed25519');
  await writeFile(secret, 'the key of the owner', { mode: 0o600 });
  neighbour = await listening(
    createServer((socket) => socket.destroy()),
    { host: '127.0.0.1', port: 0 },
  );
  socketOfOwner = await listening(
    createServer((socket) => socket.destroy()),
    { path: join(folder, 'agent.sock') },
  );
  await create('prober', await readFile(join(import.meta.dirname, 'fixtures', 'prober.mjs'), 'utf8'));
});
afterAll(async () => {
  neighbour?.close();
  socketOfOwner?.close();
  await sandbox?.dispose();
  await rm(folder, { recursive: true, force: true });
});

const client = () => ({
  endpoint: sandbox.emulator.endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

describe('a function in the sandbox', () => {
  it('reads and changes no file of the owner, by whatever name', async () => {
    const planted = join(folder, 'planted');
    const answers = await probe([
      ['the key', 'read', secret],
      ['the folder', 'list', folder],
      ['the home', 'list', process.env.HOME],
      ['a profile', 'read', join(process.env.HOME ?? '', '.bashrc')],
      ['by a symbolic link', 'readByLink', secret],
      ['by a hard link', 'readByHardLink', secret],
      ['by another program', 'shell', `cat ${secret}`],
      ['writing', 'write', planted],
      ['writing into it', 'write', secret],
      ['removing', 'remove', secret],
      ['renaming', 'rename', secret, `${secret}.1`],
      ['opening it to others', 'chmod', secret],
      ['opening it by a link', 'chmodByLink', secret],
      ['dating', 'touch', secret],
      ['data of the sandbox', 'list', join(sandbox.machine.root, 'state', 'sandbox', 'aws', 'data')],
      ['its own code', 'shell', 'echo >> "$LAMBDA_TASK_ROOT/index.mjs"'],
    ]);
    const refused = Object.entries(answers).filter(([, answer]) => !isRefusal(answer) && answer !== 'ENOENT');
    expect(refused).toEqual([]);
    expect(existsSync(planted)).toBe(false);
    expect(await readFile(secret, 'utf8')).toBe('the key of the owner');
    expect((await stat(secret)).mode & 0o777).toBe(0o600);
  });

  it('looks into no other process, and signals none', async () => {
    const { pid } = sandbox.emulator;
    const answers = await probe([
      ['variables of the parent', 'read', '/proc/PARENT/environ'],
      ['variables of the emulator', 'read', `/proc/${pid}/environ`],
      ['memory', 'read', `/proc/${pid}/mem`],
      ['a file of it', 'read', `/proc/${pid}/fd/1`],
      ['its root', 'read', `/proc/${pid}/root${secret}`],
      ['the emulator', 'signal', pid],
      ['the parent', 'signal', 'PARENT'],
      ['another program of the owner', 'signal', process.pid],
      ['by another program', 'shell', `kill -0 ${pid}`],
    ]);
    expect(Object.entries(answers).filter(([, answer]) => !isRefusal(answer))).toEqual([]);
  });

  it('hears of no file of the owner as it comes and goes, and reads no attribute of one', async () => {
    const code = `
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(do):
    try:
        return do()
    except OSError as error:
        return errno.errorcode[error.errno]
def watched(start, add, path):
    watch = start()
    if watch < 0 or add(watch, path) < 0:
        raise OSError(ctypes.get_errno(), "not watched")
    return "watched"
def handler(event, context):
    path = event["path"].encode()
    return [
        attempt(lambda: watched(lambda: libc.inotify_init1(0), lambda fd, at: libc.inotify_add_watch(fd, at, 0xFFF), path)),
        attempt(lambda: watched(lambda: libc.fanotify_init(0x200, 0), lambda fd, at: libc.fanotify_mark(fd, 1, ctypes.c_uint64(0x100), -100, at), path)),
        attempt(lambda: os.listxattr(event["path"])),
        attempt(lambda: os.getxattr(event["path"], "user.secret")),
    ]
`;
    await create('watching', code, { Runtime: 'python3.12', file: 'index.py' });
    expect(await invoke('watching', { path: folder })).toEqual(['ENOSYS', 'EPERM', 'ENOTSUP', 'ENOTSUP']);
  });

  it('connects to nothing but the sandbox, and takes no connections', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
    const { port } = neighbour.address() as { port: number };
    const answers = await probe([
      ['another port', 'connect', { host: '127.0.0.1', port }],
      ['another port by IPv6', 'connect', { host: '::ffff:127.0.0.1', port }],
      ['another address of this machine', 'connect', { host: '127.0.0.2', port: sandbox.emulator.port }],
      ['everything', 'connect', { host: '0.0.0.0', port }],
      ...(outside ? ([['outside', 'connect', { host: outside, port: 9 }]] as const) : []),
      ...(outside
        ? ([['the same port outside', 'connect', { host: outside, port: sandbox.emulator.port }]] as const)
        : []),
      ['a socket of the owner', 'connect', { path: join(folder, 'agent.sock') }],
      ['a datagram', 'datagram', '127.0.0.1'],
      ['listening', 'listen', '127.0.0.1'],
      ['listening to all', 'listen', '0.0.0.0'],
    ]);
    expect(new Set(Object.values(answers))).toEqual(new Set(['EACCES']));
    expect(await probe([['the sandbox', 'http', `${sandbox.emulator.endpoint}/_backlot/health`]])).toEqual({
      'the sandbox': 200,
    });
  });

  it('has variables of its own, and an empty home that is its temporary folder', async () => {
    await create('fresh', await prober());
    const { variables, home } = await probe(
      [
        ['home', 'home'],
        ['variables', 'variables'],
      ],
      'fresh',
    );
    const [path, files] = home as [string, string[]];
    expect(files).toEqual([]);
    expect(path.startsWith(join(sandbox.machine.root, 'state'))).toBe(true);
    const mine = (variables as string[]).filter(
      (name) => !/^(_?AWS_|_?LAMBDA_|_HANDLER|_X_AMZN|_?MINISTACK_)/.test(name),
    );
    expect(mine.filter((name) => !['HOME', 'LANG', 'PATH', 'TMPDIR', 'TZ'].includes(name))).toEqual([]);
  });

  it('does with its own files and programs what it likes', async () => {
    expect(
      await probe([
        ['file', 'ownFile'],
        ['program', 'ownChild'],
        ['interfaces', 'interfaces'],
        ['shell', 'shell', 'cp "$TMPDIR/own" "$TMPDIR/copy" && cat "$TMPDIR/copy"'],
      ]),
    ).toEqual({ file: 'kept 640 5000', program: 'SIGTERM', interfaces: true, shell: 'kept' });
  });

  it('has its own folder at /tmp where the system lets users have namespaces, and nothing there elsewhere', async () => {
    const scratch = await mkdtemp('/var/tmp/backlot-scratch-');
    const name = `backlot-of-a-function-${process.pid}`;
    const program = `
import os
path = "/tmp/${name}"
try:
    open(path, "w").close(); os.chmod(path, 0o640)
    print(os.listdir("/tmp") == os.listdir(os.environ["TMPDIR"]) == ["${name}"], oct(os.stat(path).st_mode))
except PermissionError as problem:
    print("closed", os.path.exists(path))`;
    const script = `
import json, os, sys, tempfile, time
sys.path.insert(0, ${JSON.stringify(EMULATOR)}); sys.dont_write_bytecode = True
tempfile.tempdir = ${JSON.stringify(scratch)}
from confined.process import Confinement
done = Confinement(lambda: set()).run(["python3", "-c", json.loads(sys.argv[1])], capture_output=True, text=True, timeout=30)
print(done.stdout + done.stderr, flush=True)
# Who watched it removes its folder: in the emulator, which lives on. Here somebody has to wait for that.
until = time.monotonic() + 20
while os.listdir(tempfile.tempdir) and time.monotonic() < until: time.sleep(0.05)`;
    try {
      const { python } = await ensureVirtualEnvironment();
      const { stdout } = await execa(python, ['-c', script, JSON.stringify(program)]);
      expect(['True 0o100640', 'closed False']).toContain(stdout.trim());
      expect(existsSync(join('/tmp', name))).toBe(false);
      expect(await readdir(scratch)).toEqual([]);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });

  it('is confined in each runtime', async () => {
    const python = `
import os, socket
def handler(event, context):
    def refused(attempt):
        try: attempt()
        except OSError as error: return error.errno in (1, 13)
        return False
    return [refused(lambda: open(event["secret"])),
            refused(lambda: os.kill(event["pid"], 0)),
            refused(lambda: socket.create_connection(("127.0.0.1", event["port"]), 2)),
            refused(lambda: socket.create_connection(("127.0.0.1", event["own"]), 2))]`;
    const own = `#!/usr/bin/env node
const { readFileSync } = require('node:fs');
const { connect } = require('node:net');
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
const refused = (work) => { try { work(); return false; } catch (error) { return ['EPERM', 'EACCES'].includes(error.code); } };
const closed = (port) => new Promise((resolve) => connect(port, '127.0.0.1').on('connect', () => resolve(false)).on('error', (error) => resolve(error.code === 'EACCES')));
(async () => {
  for (;;) {
    const next = await fetch(api + 'next');
    const event = await next.json();
    const found = [refused(() => readFileSync(event.secret)), refused(() => process.kill(event.pid, 0)), await closed(event.port), await closed(event.own)];
    await fetch(api + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: JSON.stringify(found) });
  }
})();`;
    await create('python', python, { Runtime: 'python3.12', file: 'index.py' });
    await create('own', own, { Runtime: 'provided.al2023', file: 'bootstrap', Handler: 'bootstrap' });
    const { port } = neighbour.address() as { port: number };
    const event = { secret, pid: sandbox.emulator.pid, port, own: sandbox.emulator.port };
    expect(await invoke('python', event)).toEqual([true, true, true, false]);
    expect(await invoke('own', event)).toEqual([true, true, true, false]);
  });

  it('reaches databases of the sandbox and the APIs that it plays', async () => {
    const database = await sandbox.create('main');
    const secrets = sandbox.secrets;
    await secrets.createSecret({ Name: 'login', SecretString: 'first-password' });
    const code = `
import pg from 'pg';
import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
export async function handler({ host, port }) {
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: 'login' }));
  const client = new pg.Client({ host, port, user: 'app', password: SecretString, database: 'movies' });
  await client.connect();
  const { rows } = await client.query('SELECT current_user AS who');
  await client.end();
  return rows[0].who;
}`;
    await create('reader', bundled(code));
    const { Address: host, Port: port } = database.Endpoint ?? {};
    expect(await invoke('reader', { host: 'localhost', port })).toBe('app');
    expect(await invoke('reader', { host, port })).toBe('app');
  });
});

describe('functions of the kit', () => {
  const adopt = async (name: string, variables: Record<string, string> = {}) => {
    const entry = join(import.meta.dirname, '..', '..', '..', '..', 'functions', name, 'index.ts');
    await create(name, bundled(`export { handler } from ${JSON.stringify(entry)}`), {
      Environment: { Variables: variables },
    });
  };

  it('tell providers of what was rejected', async () => {
    const { TopicArn } = await new SNS(client()).createTopic({ Name: 'films' });
    await adopt('notify-provider', { TOPICS: JSON.stringify({ acme: TopicArn }), PREFIX: 'providers/' });
    const upload = {
      eventName: 'ObjectCreated:Put',
      eventTime: '2026-01-01T00:00:00Z',
      responseElements: { 'x-amz-request-id': 'R' },
      s3: { bucket: { name: 'uploads' }, object: { key: 'providers/acme/film.mp4', size: 1 } },
    };
    const body = JSON.stringify({ Records: [upload] });
    const records = [
      { messageId: 'known', body },
      { messageId: 'unknown', body: body.replace('acme', 'nobody') },
    ];
    const answer = await invoke('notify-provider', { Records: records });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'unknown' }] });
  });

  it('rotate secrets', async () => {
    const { secrets } = sandbox;
    await adopt('rotate-secret');
    const { ARN } = await secrets.createSecret({ Name: 'token', SecretString: 'old' });
    const { FunctionArn } = await lambda.getFunctionConfiguration({ FunctionName: 'rotate-secret' });
    const ClientRequestToken = '5f1b1c1e-0000-4000-8000-000000000001';
    const rules = { RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false };
    await secrets.rotateSecret({ SecretId: ARN, RotationLambdaARN: FunctionArn, ...rules });
    const pending = { SecretId: ARN, ClientRequestToken, VersionStages: ['AWSPENDING'] };
    await secrets.putSecretValue({ ...pending, SecretString: 'x'.repeat(64) });
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      await invoke('rotate-secret', { Step, SecretId: ARN, ClientRequestToken });
    }
    const current = await secrets.getSecretValue({ SecretId: ARN });
    expect(current).toMatchObject({ VersionId: ClientRequestToken });
  });
});

describe('what a function takes', () => {
  it('of memory is what it declares', async () => {
    await create('hungry', await prober(), { MemorySize: 256 });
    expect(await probe([['little', 'allocate', 64]], 'hungry')).toEqual({ little: 8 });
    await expect(probe([['much', 'allocate', 400]], 'hungry')).rejects.toThrow();
    const all = await probe([['all', 'allocate', 4_000]], 'hungry').catch(() => ({ all: 'ended' }));
    expect(all).not.toEqual({ all: 500 });
    expect(await probe([['little', 'allocate', 64]], 'hungry')).toEqual({ little: 8 });
  });

  it('of memory is also what it could share, and none is without a place', async () => {
    const code = `
import ctypes, errno, mmap, os, time
MAP_SHARED, MAP_ANONYMOUS, MAP_POPULATE = 0x01, 0x20, 0x8000
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
def handler(event, context):
    if event["kind"] == "file":
        try:
            return os.memfd_create("hidden")
        except OSError as error:
            return errno.errorcode[error.errno]
    if event["kind"] == "let go":
        for _ in range(event["mebibytes"] // 64):
            at = libc.mmap(None, 64 << 20, 3, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
            if at == ctypes.c_void_p(-1).value:
                return errno.errorcode[ctypes.get_errno()]
            libc.munmap(at + 4096, (64 << 20) - 4096)
        return "held"
    held = mmap.mmap(-1, event["mebibytes"] << 20)
    for at in range(0, len(held), 4096):
        held[at] = 1
    time.sleep(2)
    return len(held) >> 20
`;
    await create('sharing', code, { Runtime: 'python3.12', file: 'index.py', MemorySize: 256 });
    expect(await invoke('sharing', { kind: 'map', mebibytes: 64 })).toBe(64);
    await expect(invoke('sharing', { kind: 'map', mebibytes: 600 })).rejects.toThrow();
    expect(await invoke('sharing', { kind: 'file' })).toBe('ENOSYS');
    expect(await invoke('sharing', { kind: 'let go', mebibytes: 1_024 })).toBe('ENOMEM');
  });

  it('of sockets are none that could send to one of the user’s programs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bl-'));
    const path = join(folder, 's');
    const listener = execa('python3', [
      '-c',
      'import socket, sys; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]); print("up", flush=True); print(s.recv(9).decode(), flush=True)',
      path,
    ]);
    const code = `
import errno, socket
def handler(event, context):
    try:
        one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        one.sendto(b"reached", event["path"])
        return "sent"
    except OSError as error:
        return errno.errorcode[error.errno]
`;
    try {
      await create('sending', code, { Runtime: 'python3.12', file: 'index.py' });
      expect(await invoke('sending', { path })).toBe('EACCES');
    } finally {
      listener.kill();
      await listener.catch(() => undefined);
      await rm(folder, { recursive: true });
    }
  });

  it('of processes is bounded, and the next one starts again', async () => {
    expect(await probe([['few', 'processes', 20]])).toEqual({ few: 'all' });
    const { many } = await probe([['many', 'processes', 400]]);
    expect(many).not.toBe('all');
    await eventually('room', async () => (await probe([['few', 'processes', 20]])).few === 'all' || undefined);
  });

  it('of time ends with all that it started', async () => {
    await create('late', await prober(), { Timeout: 2 });
    const { child } = await probe([['child', 'leaveChild']], 'late');
    expect(existsSync(`/proc/${child}`)).toBe(true);
    const began = performance.now();
    await expect(probe([['stay', 'stay']], 'late')).rejects.toThrow(/timed out after 2/);
    expect(performance.now() - began).toBeLessThan(8_000);
    await eventually('its child to end', async () => !existsSync(`/proc/${child}`) || undefined);
  });

  it('of time to load, too', async () => {
    await create('endless', 'for (;;);', { Timeout: 1 });
    await expect(invoke('endless', {})).rejects.toThrow();
  });

  it('of output fills neither the log nor the emulator', async () => {
    const before = await held();
    expect(await probe([['said', 'say', 60]])).toEqual({ said: 'done' });
    const began = performance.now();
    await expect(probe([['answered', 'answer', 40]])).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await probe([['after', 'ownChild']])).toEqual({ after: 'SIGTERM' });
    expect((await held()) - before).toBeLessThan(150 * 1024 ** 2);
  });

  it('of the disk is gone with it', async () => {
    const scratch = join(sandbox.machine.root, 'state', 'sandbox', 'aws', 'scratch', 'tmp');
    const folders = async () => (await readdir(scratch)).filter((name) => name.startsWith('function-')).length;
    await create('brief', await prober(), { Timeout: 1 });
    const before = await folders();
    await probe([['file', 'ownFile']], 'brief');
    expect(await folders()).toBe(before + 1);
    await expect(probe([['stay', 'stay']], 'brief')).rejects.toThrow(/timed out/);
    await eventually('its folder to go', async () => (await folders()) === before || undefined);
  });

  it('of the disk is what it declares, named or not, and in however many files', async () => {
    const code = `
import os, time
def handler(event, context):
    folder, mebibyte, held = os.environ["TMPDIR"], b"x" * (1 << 20), []
    for each in range(event["files"]):
        with open(f"{folder}/{each}", "wb") as file:
            for _ in range(event["mebibytes"]):
                file.write(mebibyte)
            if event.get("removed"):
                held.append(os.dup(file.fileno()))
                os.unlink(f"{folder}/{each}")
    time.sleep(2)
    return event["files"]
`;
    const python = { Runtime: 'python3.12', file: 'index.py' } as const;
    await create('storing', code, python);
    expect(await invoke('storing', { files: 3, mebibytes: 100 })).toBe(3);
    await expect(invoke('storing', { files: 6, mebibytes: 120 })).rejects.toThrow();
    await expect(invoke('storing', { files: 6, mebibytes: 120, removed: true })).rejects.toThrow();
    await expect(invoke('storing', { files: 200_000, mebibytes: 0 })).rejects.toThrow();
    expect(await invoke('storing', { files: 1, mebibytes: 1 })).toBe(1);
    await create('storing-more', code, { ...python, EphemeralStorage: { Size: 1_024 } });
    expect(await invoke('storing-more', { files: 1, mebibytes: 700 })).toBe(1);
  });

  it('of the disk is gone with it, however deep and closed it left that', async () => {
    const code = `
import os, time
def handler(event, context):
    folder = os.environ["TMPDIR"]
    os.makedirs(f"{folder}/closed/within")
    open(f"{folder}/closed/within/file", "w").close()
    os.chmod(f"{folder}/closed/within", 0)
    os.chmod(f"{folder}/closed", 0)
    os.chdir(folder)
    for _ in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    time.sleep(60)
`;
    const scratch = join(sandbox.machine.root, 'state', 'sandbox', 'aws', 'scratch', 'tmp');
    const folders = async () => (await readdir(scratch)).filter((name) => name.startsWith('function-')).sort();
    const before = await folders();
    await create('deep', code, { Runtime: 'python3.12', file: 'index.py', Timeout: 2 });
    await expect(invoke('deep', {})).rejects.toThrow(/timed out/);
    await eventually('its folder to go', async () => (await folders()).join() === before.join() || undefined);
  });
});

describe('what the sandbox has written', () => {
  it('only its user can read, but for modes that a package brings, in a folder that is closed', async () => {
    const packages = ['!', '-path', '*/ministack-provided-code*', '!', '-type', 'l'];
    // Files that go while it looks make it end with 1.
    const found = async (...tests: string[]) =>
      (await execa('find', [join(sandbox.machine.root, 'state'), ...tests], { reject: false })).stdout;
    expect((await found()).split('\n').length).toBeGreaterThan(100);
    expect(await found('-perm', '/077', ...packages)).toBe('');
  });
});

describe('whether functions are confined', () => {
  it('is found out by a function that tries, and said of the sandbox where they are not', async () => {
    const status = await emulatorStatus();
    expect(status).toMatchObject({ healthy: true });
    expect(status).not.toHaveProperty('unconfined');
  });

  it('is not claimed where the system has no means, where a trial fails, nor where it gets through', async () => {
    const { python } = await ensureVirtualEnvironment();
    const script = `
import sys
sys.path.insert(0, ${JSON.stringify(EMULATOR)}); sys.dont_write_bytecode = True
from confined import process, trial
`;
    const reason = async (change: string) =>
      (await execa(python, ['-c', `${script}${change}\nprint(trial.why_not())`])).stdout;
    expect(await reason('')).toBe('None');
    expect(await reason('trial.is_known = lambda: False')).toMatch(/no Landlock/);
    expect(await reason('process.ENTER = "/nowhere/enter.py"')).toMatch(/Linux doesn't do it here/);
    expect(await reason('process.Warden.check = lambda *_: None')).toMatch(/another port could be connected to/);
    expect(await reason('process.places.SYSTEM = ("/",)')).toMatch(/a file of this user could be read/);
  });

  it('is said at the first invocation where they are not, and they run all the same', async () => {
    const { python } = await ensureVirtualEnvironment();
    const script = `
import sys
sys.path.insert(0, ${JSON.stringify(EMULATOR)}); sys.dont_write_bytecode = True
from confined.process import Confinement
here = Confinement(lambda: set(), "this is a test")
for _ in range(2):
    print(here.run(["python3", "-c", "import os; print(os.environ.get('SECRET'), os.listdir(os.environ['HOME']))"],
                   capture_output=True, text=True, timeout=30).stdout.strip())`;
    const { stdout } = await execa(python, ['-c', script], { env: { SECRET: 'of the owner' } });
    expect(stdout.split('\n')).toEqual([
      'functions run as any program of this user, not confined: this is a test',
      'None []',
      'None []',
    ]);
  });
});

interface Code {
  /** Of the only file. */
  readonly file: string;
  readonly Runtime: Runtime;
}

const isRefusal = (answer: unknown) =>
  ['EACCES', 'EPERM', 'EXDEV', 'ESRCH'].includes(String(answer)) || /Command failed/.test(String(answer));

const prober = () => readFile(join(import.meta.dirname, 'fixtures', 'prober.mjs'), 'utf8');

async function create(
  FunctionName: string,
  code: string,
  { file = 'index.mjs', Runtime = 'nodejs22.x', ...more }: Partial<Code> & { [name: string]: unknown } = {},
): Promise<void> {
  const ZipFile = zipSync({ [file]: [Buffer.from(code), { os: 3, attrs: 0o755 << 16 }] });
  const Role = 'arn:aws:iam::000000000000:role/x';
  await lambda.createFunction({
    FunctionName,
    Runtime,
    Handler: 'index.handler',
    Role,
    Timeout: 30,
    MemorySize: 512,
    Code: { ZipFile },
    ...more,
  });
}

async function invoke(FunctionName: string, event: object): Promise<unknown> {
  const answer = await lambda.invoke({ FunctionName, Payload: JSON.stringify(event) });
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) throw new Error(text.slice(0, 500));
  return JSON.parse(text);
}

const probe = async (attempts: readonly Attempt[], name = 'prober') =>
  (await invoke(name, { attempts })) as Record<string, unknown>;

/** With what it imports, but the SDK, which the runtime brings. */
function bundled(contents: string): string {
  const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    banner: { js: banner },
    external: ['@aws-sdk/*', 'pg-native'],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

async function held(): Promise<number> {
  const statm = await readFile(`/proc/${sandbox.emulator.pid}/statm`, 'utf8');
  return Number(statm.split(' ')[1]) * 4096;
}

async function listening(server: Server, where: { host: string; port: number } | { path: string }): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(where, resolve));
  if ('path' in where) await chmod(where.path, 0o600);
  return server;
}
