import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The program that starts the emulator. */
export const LAUNCHER = fileURLToPath(new URL('./launch.py', import.meta.url));

/** Changes with the launcher: an emulator that an earlier one started does not refuse whom this one does. */
export function launcherEdition(): string {
  const hash = createHash('sha256');
  const parts = ['gaps', 'confined'].flatMap((folder) => {
    const names = readdirSync(new URL(`./${folder}/`, import.meta.url)).filter((name) => name.endsWith('.py'));
    return names.sort().map((name) => `./${folder}/${name}`);
  });
  const names = ['./launch.py', './callers.py', ...parts];
  for (const name of names) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex').slice(0, 16);
}
