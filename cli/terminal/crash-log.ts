import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { stateFolder } from '../../host/folders.js';
import { visibleText } from '../../modules/values/visible-text.js';
import { withoutCredentials } from '../../modules/values/without-credentials.js';
import { keptCommand } from '../kernel/kept-command.js';
import { shellWords } from '../kernel/shell-words.js';

/**
 * Writes what is known of an error that nobody expected, for a bug report: without credentials, as well as they can be told, and safe to
 * look at. It is a new file, never one that somebody put there.
 *
 * @returns the path of the file; of the temporary folder where the state folder can't be written, nothing where neither can.
 */
export function writeCrashLog(error: unknown, command: string): string | undefined {
  const now = new Date().toISOString();
  const text = [
    `time:     ${now}`,
    `command:  ${keptCommand(shellWords(command.replace(/ -- .*$/s, ' --')))}`,
    `node:     ${process.version} ${process.platform}-${process.arch}`,
    '',
    withoutCredentials(inspect(error, { depth: 6 })),
    '',
  ].join('\n');
  for (const folder of [join(stateFolder(), 'logs'), tmpdir()]) {
    const file = join(
      folder,
      `backlot-crash-${now.replace(/[:.]/g, '-')}-${process.pid}-${randomBytes(4).toString('hex')}.log`,
    );
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Of a name that nobody can know before, and never through a link that somebody put there: the temporary folder is everybody's.
      writeFileSync(file, visibleText(text), { mode: 0o600, flag: 'wx' });
      return file;
    } catch {
      // The disk may be what is broken: the next folder, or none, still leaves the message itself.
    }
  }
  return undefined;
}
