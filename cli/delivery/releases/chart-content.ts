import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PackagedChart } from '../../adapters/helm/index.js';
import type { ArchivedChart } from './release-archive.js';

/** Reads a packaged chart into what an archive keeps of it. */
export async function readChart({ id, path }: PackagedChart): Promise<ArchivedChart> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files
    .sort()
    .map(async (file) => [relative(path, file).split(sep).join('/'), await readFile(file, 'utf8')] as const);
  return { id, files: Object.fromEntries(await Promise.all(read)) };
}
