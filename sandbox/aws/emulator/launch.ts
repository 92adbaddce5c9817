import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, type ProcessIdentity } from '../../../host/process-identity.js';
import { spawnPrivate } from '../../../host/spawn-private.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { quoted } from '../../../modules/values/shell-quoted.js';
import { emulatorFolder } from './emulator-folder.js';
import { type EmulatorIdentity, emulatorEnvironment } from './environment.js';
import { checkHealth } from './health.js';
import { LAUNCHER } from './launcher.js';
import type { VirtualEnvironment } from './virtual-environment.js';

/** One start of the emulator's process. */
export interface LaunchRequest extends EmulatorIdentity {
  /** 0 for a free one. */
  readonly port: number;
  /** Take another port when that one is taken. */
  readonly portIsWish: boolean;
  readonly tell: (message: string) => void;
}

/** A process that answers. */
export interface Launched {
  readonly port: number;
  readonly process: ProcessIdentity;
}

const DEADLINE_MS = 90_000;
const LOG_LIMIT = 8 * 1024 ** 2;
const PORT_TAKEN = 98;
const BROKEN_INSTALLATION = 70;

/**
 * Starts the process in a session of its own, so that it outlives this one, and waits until it answers.
 *
 * @throws BacklotError `PortTaken`, `EmulatorBroken` (its packages do not import), `EmulatorStartFailed`.
 */
export async function launch(environment: VirtualEnvironment, request: LaunchRequest): Promise<Launched> {
  try {
    return await launchOnce(environment, request);
  } catch (error) {
    const taken = error instanceof BacklotError && error.code === 'PortTaken';
    if (!taken || !request.portIsWish || request.port === 0) throw error;
    request.tell(`port ${request.port} of last time is taken; using another`);
    return launchOnce(environment, { ...request, port: 0 });
  }
}

async function launchOnce(environment: VirtualEnvironment, request: LaunchRequest): Promise<Launched> {
  const folder = emulatorFolder();
  const announcement = join(folder.scratch, `port-${randomUUID()}.json`);
  const env = emulatorEnvironment(folder, request);
  await Promise.all([env.HOME, env.TMPDIR].map((path) => mkdir(path as string, { recursive: true, mode: 0o700 })));
  const log = await openLog(folder.log);
  try {
    const args = ['-I', LAUNCHER, folder.data, String(request.port), announcement];
    const child = spawnPrivate(environment.python, args, {
      cwd: folder.scratch,
      detached: true,
      env,
      stdio: ['ignore', log.handle.fd, log.handle.fd],
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? String(code)));
    });
    child.unref();
    return await answering(child, ended, announcement, async (why) => failure(why, request, folder.log, log.start));
  } finally {
    await Promise.all([log.handle.close(), rm(announcement, { force: true })]);
  }
}

async function answering(
  child: ChildProcess,
  ended: Promise<string>,
  announcement: string,
  fail: (why: string) => Promise<BacklotError>,
): Promise<Launched> {
  const deadline = performance.now() + DEADLINE_MS;
  let why: string | undefined;
  void ended.then((reason) => {
    why = reason;
  });
  while (performance.now() < deadline) {
    if (why !== undefined) throw await fail(why);
    const port = await announcedPort(announcement);
    const healthy = port !== undefined && (await checkHealth(port))?.pid === child.pid;
    const process = healthy && child.pid !== undefined ? identify(child.pid) : undefined;
    if (port !== undefined && process) return { port, process };
    await Promise.race([delay(25), ended]);
  }
  child.kill('SIGKILL');
  throw await fail(`no answer in ${DEADLINE_MS / 1000} s`);
}

async function announcedPort(path: string): Promise<number | undefined> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as { port: number }).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Appends, because the last run's end is worth reading; one older log is kept. */
async function openLog(path: string): Promise<{ handle: Awaited<ReturnType<typeof open>>; start: number }> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(path, `${path}.1`);
  return { handle: await open(path, 'a', 0o600), start: size > LOG_LIMIT ? 0 : size };
}

async function failure(why: string, request: LaunchRequest, log: string, start: number): Promise<BacklotError> {
  const written = (await readFile(log)).subarray(start).toString('utf8').trim();
  const lines = written.split('\n').slice(-15).join('\n');
  if (why === String(PORT_TAKEN)) return portTaken(request.port);
  const broken =
    why === String(BROKEN_INSTALLATION) || /ModuleNotFoundError|ImportError|ENOENT/.test(`${why}\n${lines}`);
  return new BacklotError({
    code: broken ? 'EmulatorBroken' : 'EmulatorStartFailed',
    message: `the AWS emulator did not start (${/^\d+$/.test(why) ? `exit code ${why}` : why})${lines ? `; the last lines of its log:\n${lines}` : ''}`,
    source: 'upstream',
    hints: ['a reset deletes what the sandbox holds'],
    actions: [`less ${quoted(log)}`, 'backlot doctor', 'backlot sandbox reset'],
    details: { log },
  });
}

function portTaken(port: number): BacklotError {
  return new BacklotError({
    code: 'PortTaken',
    message: `port ${port} on 127.0.0.1 is taken by another program`,
    hints: ['without BACKLOT_SANDBOX_PORT a free one is taken; or set it to another port'],
    actions: ['unset BACKLOT_SANDBOX_PORT'],
    exitCode: 3,
    details: { port },
  });
}
