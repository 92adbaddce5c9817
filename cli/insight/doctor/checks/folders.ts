import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { cacheFolder, freeBytes, stateFolder } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';

const GIBIBYTE = 1024 ** 3;
/** Below this the emulator or a build does not fit. */
const NEEDED = 0.5 * GIBIBYTE;
const COMFORTABLE = 3 * GIBIBYTE;

/** What `checkFolders` measures with. */
export interface FolderProbe {
  /** @default asks the file system */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** The folders for state and cache: can they be written, and is there space. */
export async function checkFolders(probe: FolderProbe = {}): Promise<Check[]> {
  const free = probe.freeBytes ?? freeBytes;
  const state = stateFolder();
  const cache = cacheFolder();
  return [
    writable('state-folder', 'state folder', state, 'BACKLOT_STATE_DIR'),
    writable('cache-folder', 'cache folder', cache, 'BACKLOT_CACHE_DIR'),
    await space('state-disk', 'disk of the state folder', state, free),
    await space('cache-disk', 'disk of the cache folder', cache, free),
  ];
}

function writable(id: string, title: string, path: string, variable: string): Check {
  try {
    const folder = nearest(path);
    if (!statSync(folder).isDirectory()) return unwritable(id, title, path, variable, `${folder} is no folder`);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { id, title, status: 'ok', path };
  } catch {
    return unwritable(id, title, path, variable, 'cannot be written');
  }
}

function unwritable(id: string, title: string, path: string, variable: string, detail: string): Check {
  return { id, title, status: 'missing', path, detail, action: `set ${variable} to a folder of yours` };
}

async function space(id: string, title: string, path: string, free: typeof freeBytes): Promise<Check> {
  const bytes = await free(nearest(path));
  const detail = `${(bytes / GIBIBYTE).toFixed(1)} GiB free`;
  if (bytes >= COMFORTABLE) return { id, title, status: 'ok', path, detail };
  return { id, title, status: bytes < NEEDED ? 'missing' : 'warning', path, detail, action: 'free some disk space' };
}

/** The folder itself, or the closest one above it that exists: making it is not the doctor's task. */
function nearest(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearest(dirname(path));
}
