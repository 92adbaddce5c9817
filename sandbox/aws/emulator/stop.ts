import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withFileLock } from '../../../host/file-lock.js';
import { isAlive } from '../../../host/process-identity.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stopDatabases } from '../../databases/index.js';
import { emulatorFolder } from './emulator-folder.js';
import { ownProcess, readRecord, writeRecord } from './emulator-record.js';

const ORDERLY_MS = 20_000;
const KILLED_MS = 5_000;

/** Stops the emulator and its databases if they run; their data stays. @returns whether there was anything to stop */
export async function stopEmulator(): Promise<boolean> {
  const { root, lock } = emulatorFolder();
  return existsSync(root) && withFileLock(lock, { subject: 'the emulator' }, stopWithDatabases);
}

/** Stops the emulator and deletes everything that it held. */
export async function resetEmulator(): Promise<void> {
  const { root, lock, record, log, data, scratch } = emulatorFolder();
  if (!existsSync(root)) return;
  await withFileLock(lock, { subject: 'the emulator' }, async () => {
    await stopWithDatabases();
    await Promise.all([data, scratch, log, record].map((path) => rm(path, { recursive: true, force: true })));
  });
}

/** An emulator that ends orderly has stopped its databases; after one that was killed, they still run. */
async function stopWithDatabases(): Promise<boolean> {
  const stopped = await stopUnderLock();
  return (await stopDatabases()) > 0 || stopped;
}

/** For callers that hold the lock: asks it to end, which saves, and ends it when it does not listen. */
export async function stopUnderLock(): Promise<boolean> {
  const record = await readRecord();
  const running = ownProcess(record);
  if (record && running) {
    process.kill(running.pid, 'SIGTERM');
    // A suspended one only listens once it goes on.
    process.kill(running.pid, 'SIGCONT');
    if (!(await gone(running, ORDERLY_MS))) {
      process.kill(running.pid, 'SIGKILL');
      if (!(await gone(running, KILLED_MS))) throw stuck(running.pid);
    }
  }
  if (record?.process) await writeRecord({ ...record, process: undefined });
  return running !== undefined;
}

async function gone(identity: Parameters<typeof isAlive>[0], timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

function stuck(pid: number): BacklotError {
  return new BacklotError({
    code: 'EmulatorStuck',
    message: `the emulator (process ${pid}) does not end, not even when killed`,
    source: 'platform',
    actions: [`kill -9 ${pid}`, 'backlot sandbox status'],
    details: { pid },
  });
}
