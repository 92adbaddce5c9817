import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type LoadedEnvironment, loadEnvironment } from '../index.js';

/** The least that is an environment. */
export const LEAST = `platform: movies
owner: team
aws: { accountId: "123456789012", region: eu-central-1 }
network: { cidr: 10.20.0.0/16 }
`;

/** Runs with a root folder that holds these files below `environments/`. */
export async function withFiles<T>(
  files: Readonly<Record<string, string>>,
  run: (root: string) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'backlot-environments-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = join(root, 'environments', name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return await run(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

/** Loads the environment `test` from these files. */
export function load(files: Readonly<Record<string, string>>): Promise<LoadedEnvironment> {
  return withFiles(files, (root) => loadEnvironment('test', { root }));
}

/** The error with which something ends. */
export async function errorOf(work: Promise<unknown>): Promise<BacklotError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof BacklotError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
