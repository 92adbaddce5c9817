import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BacklotError } from '../modules/values/backlot-error.js';
import { ensureFolder, explainWriteFailure } from './private-folder.js';
import { identify, isAlive, type ProcessIdentity } from './process-identity.js';

/** How to wait for a lock. */
export interface FileLockOptions {
  /** What the lock guards, for messages: `the emulator`. */
  readonly subject: string;
  /** How long to wait, also by what the holder says of itself. @default 600000 (ten minutes) */
  readonly timeoutMs?: number | ((holder: FileLockHolder) => number);
  /** What others are told of this holder; JSON. @default nothing */
  readonly about?: unknown;
  /** Called once, when somebody else holds it. @default nobody is told */
  readonly onWait?: (holder: number, about: unknown) => void;
}

/** Who holds a lock. */
export interface FileLockHolder extends ProcessIdentity {
  /** What it said of itself: to be checked. @default nothing */
  readonly about?: unknown;
}

const POLL_MS = 40;

/**
 * Runs `work` while no other process runs work under the same lock file. A lock whose holder has died is taken over.
 *
 * @throws BacklotError `LockTimeout` (exit code 69) when the holder does not let go in time; `FolderUnwritable`, `DiskFull`.
 */
export async function withFileLock<T>(path: string, options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  const claim = `${path}.${process.pid}.${randomUUID()}`;
  const mine = identify(process.pid) ?? { pid: process.pid, startTime: '' };
  const content = JSON.stringify({ ...mine, claim, about: options.about });
  await ensureFolder(dirname(path));
  try {
    await writeFile(claim, content, { mode: 0o600 });
    await acquire(path, claim, options);
  } catch (error) {
    throw explainWriteFailure(dirname(path), error);
  } finally {
    await rm(claim, { force: true });
  }
  try {
    return await work();
  } finally {
    if ((await contentOf(path)) === content) await rm(path, { force: true });
  }
}

/** A hard link appears with its content, or not at all: nobody reads a half-written lock. */
async function acquire(path: string, claim: string, options: FileLockOptions): Promise<void> {
  const { timeoutMs = 600_000 } = options;
  const began = performance.now();
  let told = false;
  for (;;) {
    if (await linked(claim, path)) return;
    const held = await contentOf(path);
    if (held === undefined) continue;
    const holder = parse(held);
    if (!holder || !isAlive(holder)) {
      await discard(path, held);
      continue;
    }
    const patience = typeof timeoutMs === 'number' ? timeoutMs : timeoutMs(holder);
    if (performance.now() - began >= patience) throw timeout(path, holder, options);
    if (!told) options.onWait?.(holder.pid, holder.about);
    told = true;
    await delay(POLL_MS);
  }
}

/** Moves a dead lock away first: whoever else judged it dead too then finds it gone, or puts a newer one back. */
async function discard(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomUUID()}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await contentOf(aside)) !== dead) await linked(aside, path);
  await rm(aside, { force: true });
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parse(text: string): FileLockHolder | undefined {
  try {
    const { pid, startTime, about } = JSON.parse(text) as Partial<FileLockHolder>;
    return Number.isInteger(pid) && typeof startTime === 'string'
      ? { pid: pid as number, startTime, about }
      : undefined;
  } catch {
    return undefined;
  }
}

function timeout(path: string, { pid: holder, about }: FileLockHolder, options: FileLockOptions): BacklotError {
  return new BacklotError({
    code: 'LockTimeout',
    message: `process ${holder} has held ${options.subject} for too long (${path})`,
    source: 'platform',
    hints: [`wait for process ${holder} to end, or end it, then run the same command again`],
    exitCode: 69,
    details: { holder, lock: path, ...(about === undefined ? {} : { about }) },
  });
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === code;
}
