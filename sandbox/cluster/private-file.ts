import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';

/** Replaces a file at once, so that nobody reads half of it; only the person can read it. */
export async function writePrivate(path: string, content: string): Promise<void> {
  const written = `${path}.${randomUUID()}`;
  try {
    await writeFile(written, content, { mode: 0o600 });
    await rename(written, path);
  } finally {
    await rm(written, { force: true });
  }
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
