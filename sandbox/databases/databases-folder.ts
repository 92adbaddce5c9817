import { join } from 'node:path';
import { stateFolder } from '../../host/folders.js';

/** Where the servers of the present state folder keep their things. Below the emulator's data: a reset takes both. */
export interface DatabasesFolder {
  readonly root: string;
  /** A folder for each server, named by the instance's `DbiResourceId`. */
  readonly servers: string;
  /** A folder for each snapshot. */
  readonly snapshots: string;
  /** Certificate of the authority that signed what the servers show; made with the first server. */
  readonly authority: string;
}

/** Reads the state folder anew on each call: tests and `BACKLOT_STATE_DIR` move it. */
export function databasesFolder(): DatabasesFolder {
  const root = join(stateFolder(), 'sandbox', 'aws', 'data', 'databases');
  return {
    root,
    servers: join(root, 'servers'),
    snapshots: join(root, 'snapshots'),
    authority: join(root, 'tls', 'ca.crt'),
  };
}
