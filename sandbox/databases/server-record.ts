import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, isAlive, type ProcessIdentity } from '../../host/process-identity.js';
import { databasesFolder } from './databases-folder.js';

/** What the keeper writes of each server into `server.json` of its folder. */
export interface ServerRecord {
  /** Name of the folder, and the instance's `DbiResourceId`. */
  readonly id: string;
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  readonly port: number;
  /** `17.10` */
  readonly version: string;
  readonly wanted: 'running' | 'stopped';
  /** What went wrong at the last start. @default nothing */
  readonly failure?: string;
  /** @default it does not run */
  readonly process?: ProcessIdentity;
}

/** The records of all servers; folders that are just being made, and records that cannot be understood, are left out. */
export async function readServerRecords(): Promise<readonly ServerRecord[]> {
  const { servers } = databasesFolder();
  const names = await readdir(servers).catch(ifThere<string[]>([]));
  const records = await Promise.all(names.map((name) => readServerRecord(join(servers, name, 'server.json'))));
  return records.filter((record) => record !== undefined);
}

/**
 * The recorded process, only if it is proven to be ours: same number, same start time, and a command line that names
 * the server's own folder.
 */
export function ownServer(record: ServerRecord): ProcessIdentity | undefined {
  const { process } = record;
  if (!process || !isAlive(process)) return undefined;
  return commandLine(process.pid).includes(join(databasesFolder().servers, record.id)) ? process : undefined;
}

async function readServerRecord(path: string): Promise<ServerRecord | undefined> {
  try {
    const text = await readFile(path, 'utf8').catch(ifThere(''));
    const record = JSON.parse(text || '{}') as Partial<ServerRecord> | null;
    return typeof record?.id === 'string' && Number.isInteger(record.port) ? (record as ServerRecord) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function ifThere<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return otherwise;
    throw error;
  };
}
