import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from '../../../host/private-folder.js';
import { spawnPrivate } from '../../../host/spawn-private.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** One run of the binary. */
export interface HelmProcessOptions {
  readonly binary: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder for the run's output; private. */
  readonly folder: string;
  /** What Helm reads from its standard input. @default nothing */
  readonly input?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  /** Called with the number of the process. */
  readonly onStart?: (pid: number) => Promise<void>;
}

/** How a run ended. */
export interface HelmProcessResult {
  /** @default null when a signal ended it */
  readonly exitCode: number | null;
  readonly interrupted: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long Helm may take to write down how far it came after it was asked to stop. */
const SETTLE_MS = 20_000;
const LEFTOVER_MS = 86_400_000;

/**
 * Runs Helm with its output going to files.
 *
 * Files and not pipes, because a write to a pipe without reader ends Helm: if this process is killed in the middle of an
 * upgrade, Helm must live on to write down what it did. In a process group of its own, so that a Ctrl-C of the terminal
 * reaches it once, through us.
 */
export async function runHelm(options: HelmProcessOptions): Promise<HelmProcessResult> {
  await ensureFolder(options.folder);
  await sweep(options.folder);
  const folder = await mkdtemp(join(options.folder, 'run-'));
  const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')];
  const [out, err] = [await open(stdout, 'w', 0o600), await open(stderr, 'w', 0o600)];
  try {
    const ended = await waitFor(options, [out.fd, err.fd]);
    return { ...ended, stdout: await readFile(stdout, 'utf8'), stderr: await readFile(stderr, 'utf8') };
  } finally {
    await Promise.all([out.close(), err.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What killed commands left; nothing that is newer than any run may last. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() })); // another run has taken it away
    if (name.startsWith('run-') && Date.now() - mtimeMs > LEFTOVER_MS) await rm(path, { recursive: true, force: true });
  }
}

type Ended = Pick<HelmProcessResult, 'exitCode' | 'interrupted' | 'timedOut'>;

async function waitFor(options: HelmProcessOptions, [out, err]: readonly [number, number]): Promise<Ended> {
  const { binary, args, env, input, signal, timeoutMs, onStart } = options;
  const child = spawnPrivate(binary, [...args], {
    env: { ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', out, err],
    detached: true,
  });
  let interrupted = false;
  let timedOut = false;
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    killing ??= setTimeout(() => child.kill('SIGKILL'), SETTLE_MS);
  };
  const interrupt = () => {
    interrupted = true;
    stop();
  };
  const deadline = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutMs);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(notStarted(binary, error)));
    child.once('exit', (exitCode) => resolve(exitCode));
  });
  // Helm may end, on a usage error, before it has read all of it.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted) interrupt();
  try {
    const [exitCode] = await Promise.all([ended, child.pid === undefined ? undefined : onStart?.(child.pid)]);
    return { exitCode, interrupted, timedOut };
  } finally {
    clearTimeout(deadline);
    clearTimeout(killing);
    signal?.removeEventListener('abort', interrupt);
  }
}

function notStarted(binary: string, cause: Error): BacklotError {
  return new BacklotError({
    code: 'HelmMissing',
    message: `${binary} could not be started: ${cause.message}`,
    source: 'platform',
    actions: ['backlot doctor'],
    cause,
  });
}
