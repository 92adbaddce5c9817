import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { commandLine, isAlive, type ProcessIdentity } from '../../../host/process-identity.js';
import { emulatorFolder } from './emulator-folder.js';

/** What is remembered of the emulator. It outlives a stop: the port returns, because URLs in the data hold it. */
export interface EmulatorRecord {
  readonly port: number;
  readonly accountId: string;
  readonly region: string;
  /** Version of the emulator: `1.5.33`. */
  readonly version: string;
  /** Of the launcher, see `launcher.ts`. @default an earlier version started it */
  readonly edition?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** @default it was stopped */
  readonly process?: ProcessIdentity;
}

/** The record; undefined when there is none or it cannot be understood. */
export async function readRecord(): Promise<EmulatorRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(emulatorFolder().record, 'utf8')) as Partial<EmulatorRecord> | null;
    return isPort(record?.port) && typeof record?.accountId === 'string' ? (record as EmulatorRecord) : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
}

/** Replaces the record at once, so that nobody reads half of it. */
export async function writeRecord(record: EmulatorRecord): Promise<void> {
  const { record: path } = emulatorFolder();
  const written = `${path}.${randomUUID()}`;
  try {
    await writeFile(written, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
    await rename(written, path);
  } finally {
    await rm(written, { force: true });
  }
}

/**
 * The recorded process, only if it is proven to be ours: same number, same start time, and a command line that names
 * this state folder. A number that the system gave to someone else since is never signalled.
 */
export function ownProcess(record: EmulatorRecord | undefined): ProcessIdentity | undefined {
  const recorded = record?.process;
  if (!recorded || !isAlive(recorded)) return undefined;
  return commandLine(recorded.pid).includes(emulatorFolder().data) ? recorded : undefined;
}
