import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databasesFolder } from './databases-folder.js';

/** How the servers of the sandbox are administered: by the person whose files they are. */
export interface Administrator {
  readonly user: string;
  readonly password: string;
}

/**
 * The login that the keeper itself has, to look into a server whose own login is lost: the secret of a database goes with it,
 * and what followed it stays. Undefined before the first server.
 */
export async function administrator(): Promise<Administrator | undefined> {
  const password = await readFile(join(databasesFolder().root, 'administrator'), 'ascii').catch(() => undefined);
  return password === undefined ? undefined : { user: 'rdsadmin', password };
}
