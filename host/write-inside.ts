import { constants } from 'node:fs';
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { insideOf, outside } from './inside-of.js';
import { explainWriteFailure } from './private-folder.js';

/** A name of which a part is a file already, or which is a folder. */
const TAKEN = new Set(['ENOTDIR', 'EEXIST', 'EISDIR']);

/** What is written, and what names it. */
export interface WriteInsideOptions {
  /** What holds the name: `s3://bucket/key`. */
  readonly source: string;
  /** @default 0600 */
  readonly mode?: number;
}

/**
 * Writes a file below `root` under a name that was read from somewhere. No link on the way is followed: one that was put
 * there would lead out of the folder.
 *
 * @returns its path
 * @throws BacklotError `NameOutside`, `DiskFull`, `FolderUnwritable`
 */
export async function writeInside(
  root: string,
  name: string,
  content: string | Uint8Array,
  { source, mode = 0o600 }: WriteInsideOptions,
): Promise<string> {
  const path = insideOf(root, name, source);
  await refuseLinks(root, name, source);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const flags = constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
    const file = await open(path, flags, mode);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (TAKEN.has(code)) throw outside(name, 'what it names is a file and a folder', source);
    throw explainWriteFailure(root, error);
  }
  return path;
}

/** Removes a file or folder below `root` under a name that was read from somewhere. @throws BacklotError `NameOutside` */
export async function removeInside(root: string, name: string, source: string): Promise<void> {
  const path = insideOf(root, name, source);
  await refuseLinks(root, name, source);
  await rm(path, { recursive: true, force: true });
}

/** Refuses a path of which a part below the root is a symbolic link. */
async function refuseLinks(root: string, name: string, source: string): Promise<void> {
  let path = root;
  for (const part of relative(root, join(root, name)).split(sep)) {
    path = join(path, part);
    const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    if (!found) return;
    if (found.isSymbolicLink()) throw outside(name, `${path} is a symbolic link`, source);
  }
}
