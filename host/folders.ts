import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Folder of what must survive between commands: `BACKLOT_STATE_DIR`, else below the XDG state folder. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.BACKLOT_STATE_DIR || join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'backlot'));
}

/** Folder of what can be made again: `BACKLOT_CACHE_DIR`, else below the XDG cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env.BACKLOT_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'backlot'));
}
