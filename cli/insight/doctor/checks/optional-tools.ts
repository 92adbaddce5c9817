import { findOnPath, versionOf } from '../../../../sandbox/tools/index.js';
import type { Check } from '../check.js';

const TOOLS = [{ id: 'docker', args: ['--version'], pattern: /version (?<version>\d[^\s,]*)/ }] as const;

/** Programs that are good to have, and never needed for the sandbox. */
export async function checkOptionalTools(): Promise<Check[]> {
  return Promise.all(
    TOOLS.map(async ({ id, args, pattern }) => {
      const check = { id, title: `${id} (optional)` };
      const path = findOnPath(id);
      if (!path) return { ...check, status: 'warning' as const, detail: 'not there, and not needed' };
      const told = await versionOf(path, { args, pattern });
      if (told) return { ...check, status: 'ok' as const, version: told.version, path };
      return { ...check, status: 'warning' as const, path, detail: 'does not run; not needed' };
    }),
  );
}
