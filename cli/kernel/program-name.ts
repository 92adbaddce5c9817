import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { quoted } from '../../modules/values/shell-quoted.js';

const NAME = 'backlot';

/**
 * How this program is called from the shell that called it, to be pasted: `backlot` where the PATH has it, `npx backlot` where
 * it is a dependency, else its path, such as `bin/backlot` in a checkout. `bin/backlot` says in `BACKLOT_CALLED_AS` what it
 * was started as.
 */
export function programName(env: NodeJS.ProcessEnv = process.env, folder = process.cwd()): string {
  const called = env.BACKLOT_CALLED_AS;
  if (!called || isOnPath(called, env)) return NAME;
  if (/(^|[\\/])node_modules[\\/]\.bin[\\/]/.test(called)) return `npx ${NAME}`;
  // npm moves to the folder of the package: a relative path would be wrong where the user is.
  const moved = env.INIT_CWD !== undefined && env.INIT_CWD !== folder;
  const near = relative(folder, real(called) ?? called);
  const path = moved || near.startsWith('../..') ? (real(called) ?? called) : near.includes('/') ? near : `./${near}`;
  return quoted(path);
}

/** Whether a shell finds the same file by its name; what npm puts on the PATH of its scripts isn't on the user's. */
function isOnPath(called: string, env: NodeJS.ProcessEnv): boolean {
  const folders = (env.PATH ?? '')
    .split(delimiter)
    .filter((each) => each && !/node_modules[\\/]\.bin[\\/]?$/.test(each));
  const first = folders.map((folder) => join(folder, NAME)).find(isExecutable);
  return first !== undefined && real(first) === real(called);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or nothing that a shell would start: the next folder of the PATH is looked at.
    return false;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Gone since it was started: its own name is the best that is known.
    return undefined;
  }
}
