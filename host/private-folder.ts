import { lstat, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BacklotError } from '../modules/values/backlot-error.js';
import { isDiskFull } from './atomic-folder.js';

/**
 * Makes sure that a folder is there; new ones only the person can read.
 *
 * @throws BacklotError `FolderUnwritable`, `FolderOfAnother` (exit code 3), `DiskFull`.
 */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainWriteFailure(path, error);
  }
  const planted = await plantedPart(resolve(path));
  if (planted) throw ofAnother(path, planted);
}

/** The part of a path that another user put where all may, such as below `/tmp`: what it is can be changed any time. */
async function plantedPart(path: string): Promise<string | undefined> {
  const above = dirname(path);
  if (above === path) return undefined;
  const [{ uid }, { mode }] = await Promise.all([lstat(path), lstat(above)]);
  const shared = (mode & 0o002) !== 0;
  return shared && uid !== 0 && uid !== process.geteuid?.() ? path : plantedPart(above);
}

function ofAnother(folder: string, planted: string): BacklotError {
  return new BacklotError({
    code: 'FolderOfAnother',
    message: `the folder ${folder} isn't safe: another user made ${planted}, where all may write`,
    hints: ['set BACKLOT_STATE_DIR and BACKLOT_CACHE_DIR to folders of yours'],
    actions: ['backlot doctor'],
    exitCode: 3,
    details: { folder, planted },
  });
}

/** Says what to do about a folder that could not be written to; other errors stay as they are. */
export function explainWriteFailure(folder: string, error: unknown): unknown {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  const full = isDiskFull(error);
  if (!full && !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code ?? '')) return error;
  return new BacklotError({
    code: full ? 'DiskFull' : 'FolderUnwritable',
    message: full ? `no space left on the disk of ${folder}` : `the folder ${folder} cannot be written to (${code})`,
    hints: ['set BACKLOT_STATE_DIR and BACKLOT_CACHE_DIR to folders of yours, on a disk with space'],
    actions: ['backlot doctor'],
    exitCode: full ? 1 : 3,
    details: { folder },
    cause: error,
  });
}
