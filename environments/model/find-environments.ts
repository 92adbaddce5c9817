import { type Dirent, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { copyOfTheKit } from './kit-folder.js';

/** Where environments are looked for. */
export interface EnvironmentOptions {
  /** Folder that holds `environments/`. @default the working folder, or the nearest one above it that has one */
  readonly root?: string;
}

/** Names of the environments, in alphabetical order: the YAML files directly in `environments/`, without `base` and `_*`. */
export async function listEnvironments(options: EnvironmentOptions = {}): Promise<string[]> {
  return environmentsAmong(await listFiles(environmentsFolder(options)));
}

/** Those of the files that are environments: not the ones that others extend. */
export function environmentsAmong(files: readonly string[]): string[] {
  return files.filter((name) => !name.includes('/') && name !== 'base' && !name.startsWith('_'));
}

/**
 * The folder `environments/`.
 *
 * @throws BacklotError `NoEnvironments` when there is none.
 */
export function environmentsFolder({ root }: EnvironmentOptions): string {
  const start = resolve(root ?? process.cwd());
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'environments');
    if (existsSync(candidate)) return candidate;
    if (root !== undefined || folder === dirname(folder)) break;
  }
  throw new BacklotError({
    code: 'NoEnvironments',
    message: `there is no folder 'environments' in ${start} or above it: a project has one, and 'init' adds an environment to it`,
    hints: ['change to the folder of the project; a new one begins with what the kit brings'],
    actions: copyOfTheKit(join(start, 'environments')),
    exitCode: 3,
  });
}

/**
 * Every YAML file below a folder, without the ending: `base`, `blueprints/movie-store`; code and tests left out. So are hidden
 * files, which editors keep beside what they edit, and links to nothing.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const names: string[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const name = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !SKIPPED.has(name)) await walk(name);
      else if ((await isFile(join(folder, name), entry)) && name.endsWith('.yaml'))
        names.push(name.slice(0, -'.yaml'.length));
    }
  };
  await walk('');
  return names.sort();
}

/** Whether it is a file, or a link to one. */
async function isFile(path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(path).then(
    (target) => target.isFile(),
    // Whatever it leads to can't be read.
    () => false,
  );
}

const SKIPPED = new Set(['model', 'test', 'node_modules']);
