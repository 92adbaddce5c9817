import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Every executable file of that name on `PATH`, first come first; an absolute name only itself. */
export function findAllOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string[] {
  const candidates = isAbsolute(name)
    ? [name]
    : (env.PATH ?? '')
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, name));
  return [...new Set(candidates)].filter(isExecutable);
}

/** The executable that a shell would start for that name. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findAllOnPath(name, env)[0];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
