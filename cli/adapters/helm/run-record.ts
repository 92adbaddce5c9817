import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureFolder } from '../../../host/private-folder.js';
import { identify, isAlive, type ProcessIdentity } from '../../../host/process-identity.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Writes down which process changes a release, for whoever comes after a kill. */
export async function writeRunRecord(file: string, pid: number): Promise<void> {
  await ensureFolder(dirname(file));
  const record: ProcessIdentity = { pid, startTime: identify(pid)?.startTime ?? '' };
  await writeFile(file, JSON.stringify(record), { mode: 0o600 });
}

/** Takes the record of a run away that has ended. */
export async function removeRunRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

/**
 * Waits until the recorded process has ended.
 *
 * @returns whether one was recorded that lived.
 * @throws BacklotError `HelmTimeout` (exit code 69), `Interrupted` (exit code 130).
 */
export async function awaitRecordedRun(
  file: string,
  options: { readonly signal?: AbortSignal; readonly timeoutMs: number },
): Promise<boolean> {
  const record = await readRecord(file);
  if (!record || !isAlive(record)) {
    await removeRunRecord(file);
    return false;
  }
  const deadline = performance.now() + options.timeoutMs;
  while (isAlive(record)) {
    if (options.signal?.aborted) throw stopped();
    if (performance.now() > deadline) throw stillRunning(record.pid);
    await delay(100);
  }
  await removeRunRecord(file);
  return true;
}

async function readRecord(file: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return text ? (JSON.parse(text) as ProcessIdentity) : undefined;
  } catch {
    // Cut off by the kill: it names no process.
    return undefined;
  }
}

function stopped(): BacklotError {
  return new BacklotError({ code: 'Interrupted', message: 'stopped as asked; nothing was changed', exitCode: 130 });
}

function stillRunning(pid: number): BacklotError {
  return new BacklotError({
    code: 'HelmTimeout',
    message: `Helm (process ${pid}), which an earlier command started, is still at work`,
    source: 'upstream',
    exitCode: 69,
    hints: [`wait for process ${pid} to end, then repeat the command`],
    details: { pid },
  });
}
