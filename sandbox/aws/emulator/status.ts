import { emulatorFolder } from './emulator-folder.js';
import { ownProcess, readRecord } from './emulator-record.js';
import { checkHealth } from './health.js';

/** How the emulator is. */
export interface EmulatorStatus {
  /** Its process lives. */
  readonly running: boolean;
  /** And answers. */
  readonly healthy: boolean;
  readonly logFile: string;
  /** Where its data is. */
  readonly dataFolder: string;
  readonly endpoint?: string;
  readonly pid?: number;
  readonly port?: number;
  readonly accountId?: string;
  readonly region?: string;
  readonly version?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** Why functions run as any program of this user does. @default they are confined, or it does not run */
  readonly unconfined?: string;
}

/** Looks, and changes nothing. */
export async function emulatorStatus(): Promise<EmulatorStatus> {
  const { log, data } = emulatorFolder();
  const record = await readRecord();
  const running = ownProcess(record);
  const paths = { logFile: log, dataFolder: data };
  if (!record || !running) return { running: false, healthy: false, ...paths };
  const { port, accountId, region, version, startedAt } = record;
  const health = await checkHealth(port);
  const healthy = health?.pid === running.pid;
  const unconfined = healthy && health?.unconfined ? { unconfined: health.unconfined } : {};
  const endpoint = `http://127.0.0.1:${port}`;
  const known = { endpoint, pid: running.pid, port, accountId, region, version, startedAt };
  return { running: true, healthy, ...paths, ...known, ...unconfined };
}
