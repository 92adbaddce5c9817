import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { identify } from '../../../host/process-identity.js';
import { spawnPrivate } from '../../../host/spawn-private.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { FileTail } from './file-tail.js';
import { type Diagnostic, parseTerraformLine, type TerraformEvent } from './terraform-event.js';

/** How a running Terraform is asked to stop. */
export interface StopSignals {
  /** Aborted: Terraform gets one interrupt, finishes what is under way and saves the state. */
  readonly stop?: AbortSignal;
  /** Aborted: Terraform gets a second interrupt and exits at once, which may lose state. */
  readonly kill?: AbortSignal;
}

/** One run of the binary. */
export interface TerraformProcessOptions extends StopSignals {
  readonly binary: string;
  readonly folder: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes all that Terraform prints. */
  readonly log: string;
  /** Names the process while it runs; left behind when that process was killed, or could not take its lock away. @default none */
  readonly record?: string;
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** How a run ended. */
export interface TerraformProcessResult {
  /** @default null when a signal ended it */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly interrupted: boolean;
  readonly errors: readonly Diagnostic[];
  /** Last lines that were no JSON: usage errors and crashes. */
  readonly lastLines: readonly string[];
}

/**
 * Runs Terraform with its output going to a file.
 *
 * A file and not a pipe, because a write to a pipe without reader ends Terraform: if this process is killed in the
 * middle of an apply, Terraform must live on to save the state. In a process group of its own, so that a Ctrl-C of the
 * terminal reaches it once, through us, and not twice.
 */
export async function runTerraform(options: TerraformProcessOptions): Promise<TerraformProcessResult> {
  await mkdir(dirname(options.log), { recursive: true, mode: 0o700 });
  const log = await open(options.log, 'a', 0o600);
  const errors: Diagnostic[] = [];
  const lastLines: string[] = [];
  const start = (await log.stat()).size;
  const tail = await FileTail.follow(options.log, start, (line) => {
    const event = parseTerraformLine(line);
    if (!event) return;
    if (event.type === 'diagnostic' && event.diagnostic.severity === 'error') errors.push(event.diagnostic);
    if (event.type === 'text') {
      lastLines.push(event.message);
      if (lastLines.length > 20) lastLines.shift();
    }
    options.onEvent?.(event);
  });
  try {
    const ended = await waitFor(options, log.fd).finally(() => tail.end());
    return { ...ended, errors, lastLines };
  } finally {
    await log.close();
    const leftLock = errors.some(({ summary, detail }) => LEFT_LOCK.test(`${summary} ${detail}`));
    if (options.record && !leftLock) await rm(options.record, { force: true });
  }
}

/** As Terraform and OpenTofu say it. */
const LEFT_LOCK = /releasing the state lock/i;

type Ended = Pick<TerraformProcessResult, 'exitCode' | 'signal' | 'interrupted'>;

async function waitFor(options: TerraformProcessOptions, output: number): Promise<Ended> {
  const child = spawnPrivate(options.binary, [...options.args], {
    cwd: options.folder,
    env: { ...options.env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    child.kill('SIGINT');
  };
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', (error) => reject(notStarted(options.binary, error)));
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, interrupted }));
  });
  const recorded = options.record && child.pid ? writeRecord(options.record, child.pid) : undefined;
  options.stop?.addEventListener('abort', interrupt, { once: true });
  options.kill?.addEventListener('abort', interrupt, { once: true });
  if (options.stop?.aborted) interrupt();
  try {
    const [result] = await Promise.all([ended, recorded]);
    return result;
  } finally {
    options.stop?.removeEventListener('abort', interrupt);
    options.kill?.removeEventListener('abort', interrupt);
  }
}

function notStarted(binary: string, cause: Error): BacklotError {
  return new BacklotError({
    code: 'TerraformMissing',
    message: `${binary} could not be started: ${cause.message}`,
    source: 'platform',
    actions: ['backlot doctor'],
    cause,
  });
}

async function writeRecord(file: string, pid: number): Promise<void> {
  const record = { pid, startTime: identify(pid)?.startTime ?? '', startedAt: new Date().toISOString() };
  await writeFile(file, JSON.stringify(record), { mode: 0o600 });
}
