import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../../host/process-identity.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { ownServer, readServerRecords, type ServerRecord } from './server-record.js';

/** PostgreSQL's "fast" shutdown, its "immediate" one, and the end of all patience, with how long each is given. */
const STEPS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Stops the servers that still run although the emulator has ended, as after it was killed. An emulator that ends
 * orderly has stopped them itself.
 *
 * @returns how many there were.
 * @throws BacklotError `DatabaseStuck`.
 */
export async function stopDatabases(): Promise<number> {
  const running = (await readServerRecords()).flatMap((record) => {
    const server = ownServer(record);
    return server ? [{ record, server }] : [];
  });
  await Promise.all(running.map(({ record, server }) => stop(record, server)));
  return running.length;
}

async function stop(record: ServerRecord, server: ProcessIdentity): Promise<void> {
  for (const [signal, patience] of STEPS) {
    if (!signalled(server, signal) || (await gone(server, patience))) return;
  }
  throw new BacklotError({
    code: 'DatabaseStuck',
    message: `the server of database '${record.identifier}' (process ${server.pid}) does not end, not even when killed`,
    source: 'platform',
    actions: [`kill -9 ${server.pid}`, 'backlot sandbox status'],
    details: { pid: server.pid, identifier: record.identifier },
  });
}

function signalled({ pid }: ProcessIdentity, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    // A suspended one only listens once it goes on.
    process.kill(pid, 'SIGCONT');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function gone(server: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(server)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
