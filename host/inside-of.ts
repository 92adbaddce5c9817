import { join, relative, sep } from 'node:path';
import { BacklotError } from '../modules/values/backlot-error.js';

/** Longest name of one file or folder on the file systems of Linux and macOS, in bytes. */
const LONGEST_PART = 255;
/** Longest path that the system takes; Linux' `PATH_MAX`. */
const LONGEST = 4_096;

/**
 * The path of a file below `root` whose name was read from a bucket, an archive or a file that somebody else may have
 * written. Names have `/` between their parts, on every system.
 *
 * @param source what holds the name, as a person finds it again: `s3://bucket/key`
 * @throws BacklotError `NameOutside` for what is no plain relative path: `..`, an absolute one, a backslash, a control character.
 */
export function insideOf(root: string, name: unknown, source: string): string {
  const reason = faultOf(name);
  if (reason) throw outside(name, reason, source);
  const path = join(root, name as string);
  const way = relative(root, path);
  // Never so after the checks above; this one needs none of them to be right.
  if (way === '' || way === '..' || way.startsWith(`..${sep}`)) throw outside(name, 'it leads out', source);
  if (Buffer.byteLength(path) >= LONGEST) throw outside(name, 'it is too long', source);
  return path;
}

/** What is wrong with a name as a relative path; undefined for a plain one. */
function faultOf(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'it is no text';
  if (name === '') return 'it is empty';
  if (/\p{Cc}/u.test(name)) return 'it holds a control character';
  if (name.includes('\\')) return 'it holds a backslash';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'it is absolute';
  for (const part of name.split('/')) {
    if (part === '' || part === '.' || part === '..') return `it holds '${part}' as a part`;
    if (Buffer.byteLength(part) > LONGEST_PART) return 'a part of it is too long';
  }
  return undefined;
}

/** The error of a name that may not be used as a path. */
export function outside(name: unknown, reason: string, source: string): BacklotError {
  const shown = JSON.stringify(name ?? null).slice(0, 120);
  return new BacklotError({
    code: 'NameOutside',
    message: `${source} names the file ${shown}, which is not written or read: ${reason}`,
    source: 'platform',
    hints: [
      'somebody may have altered it: look who wrote it last before you put an earlier version back (aws s3api list-object-versions)',
    ],
    details: { in: source },
  });
}
