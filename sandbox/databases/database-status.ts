import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { databasesFolder } from './databases-folder.js';
import { memoryMiB } from './server-memory.js';
import { ownServer, readServerRecords, type ServerRecord } from './server-record.js';

/** How a database of the sandbox is. */
export interface DatabaseStatus {
  /** `DBInstanceIdentifier`. */
  readonly identifier: string;
  readonly account: string;
  readonly region: string;
  /** Its server's process lives. */
  readonly running: boolean;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Of the PostgreSQL that really runs, whatever version the instance was declared with: `17.10`. */
  readonly version: string;
  readonly logFile: string;
  /** On disk, with what is kept for restores. */
  readonly sizeMiB: number;
  readonly pid?: number;
  /** Of all processes of the server, pages that they share counted once. @default it does not run */
  readonly memoryMiB?: number;
  /** Why it does not run though it should. @default nothing went wrong */
  readonly failure?: string;
}

/** Looks at every database of the sandbox, in the order of their names; changes nothing. */
export async function databaseStatus(): Promise<readonly DatabaseStatus[]> {
  const found = await Promise.all((await readServerRecords()).map(statusOf));
  return found.sort((a, b) => a.identifier.localeCompare(b.identifier));
}

async function statusOf(record: ServerRecord): Promise<DatabaseStatus> {
  const { id, identifier, account, region, port, version, failure } = record;
  const folder = join(databasesFolder().servers, id);
  const server = ownServer(record);
  return {
    identifier,
    account,
    region,
    running: server !== undefined,
    host: '127.0.0.1',
    port,
    version,
    logFile: join(folder, 'server.log'),
    sizeMiB: Math.ceil((await bytesIn(folder)) / 1024 ** 2),
    ...(server && { pid: server.pid, memoryMiB: await memoryMiB(server.pid) }),
    ...(failure !== undefined && { failure }),
  };
}

/** Files come and go while a server works. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return bytesIn(path);
    return stat(path).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    );
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
