import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BacklotError } from '../modules/values/backlot-error.js';

/**
 * Fills a new folder beside `path` and puts it there only when it is whole; on failure nothing is left behind.
 * What stood at `path` before is replaced. Callers hold a lock for `path`: leftovers of a killed run are swept.
 *
 * @throws BacklotError `DiskFull` when there was no space left, else whatever `fill` threw.
 */
export async function replaceFolder<T>(path: string, fill: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await sweep(path);
  const building = `${path}.building-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(building, { mode: 0o700 });
    const result = await fill(building);
    await rm(path, { recursive: true, force: true });
    await rename(building, path);
    return result;
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw isDiskFull(error) ? await diskFull(dirname(path), error) : error;
  }
}

/** Whether an error, of Node or in the output of a child process, says that the disk is full (errno 28). */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof BacklotError && error.code === 'DiskFull') return false;
  const { code, stderr, message } = (error ?? {}) as { code?: unknown; stderr?: unknown; message?: unknown };
  return code === 'ENOSPC' || /No space left on device|\[Errno 28\]|ENOSPC/i.test(`${stderr ?? ''}\n${message ?? ''}`);
}

/** Bytes that can still be written to the disk that holds `folder`. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function diskFull(folder: string, cause: unknown): Promise<BacklotError> {
  const free = Math.floor((await freeBytes(folder)) / 1024 ** 2);
  return new BacklotError({
    code: 'DiskFull',
    message: `no space left on the disk of ${folder} (${free} MiB free); what was begun there is removed again`,
    hints: [
      `free space on the disk of ${folder}`,
      'set BACKLOT_CACHE_DIR and BACKLOT_STATE_DIR to folders on another disk',
    ],
    actions: ['backlot doctor'],
    details: { folder, freeMebibytes: free },
    cause,
  });
}

async function sweep(path: string): Promise<void> {
  const prefix = `${basename(path)}.building-`;
  const leftovers = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })));
}
