import { copyFile, mkdir, open, readdir, rename, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clusterFolder } from '../cluster-folder.js';

const LIMIT = 8 * 1024 ** 2;

/** A log that a process may append to. */
export interface OpenLog {
  readonly handle: Awaited<ReturnType<typeof open>>;
  /** Where this start begins. */
  readonly start: number;
}

/** Appends, because the last run's end is worth reading; one older log is kept. */
export async function openLog(path: string): Promise<OpenLog> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const size = await sizeOf(path);
  if (size > LIMIT) await rename(path, `${path}.1`);
  return { handle: await open(path, 'a', 0o600), start: size > LIMIT ? 0 : size };
}

/**
 * Cuts logs of running processes that have grown too long; the last one is kept. Processes append, so that they go on
 * at the beginning of the emptied file.
 */
export async function limitLogs(limit = LIMIT): Promise<void> {
  const { logs } = clusterFolder();
  const names = await readdir(logs).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.log'))) {
    const path = join(logs, name);
    if ((await sizeOf(path)) <= limit) continue;
    await copyFile(path, `${path}.1`);
    await truncate(path);
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
