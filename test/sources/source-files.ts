import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Files of the project whose paths match, by their paths below its root. */
export function sourceFiles(pattern: RegExp): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  return listed.split('\n').filter((path) => pattern.test(path) && existsSync(join(ROOT, path)));
}

export function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
