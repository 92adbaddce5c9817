import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';

/** What the bundled stacks are made of: the bundle itself, and the own code that stays outside of it. */
const PARTS = ['stacks/index.js', 'modules/values', 'environments', 'functions'];

/**
 * Names what a synthesis goes by: the environment, and every byte of the program that builds its stacks. Times of files
 * say nothing: those of a published package are all the same.
 *
 * @param program folder of the built program
 * @returns undefined when not everything of the environment can be told apart by its text.
 */
export async function synthKey(environment: Environment, program: string): Promise<string | undefined> {
  if (!isPlain(environment)) return undefined;
  const files = (await Promise.all(PARTS.map((part) => filesOf(program, part)))).flat().sort();
  const contents = await Promise.all(files.map((file) => readFile(join(program, file))));
  const hash = createHash('sha256').update(JSON.stringify([process.version, environment]));
  for (const [index, file] of files.entries()) hash.update(`\0${file}\0`).update(contents[index] as Buffer);
  return hash.digest('hex');
}

async function filesOf(program: string, part: string): Promise<string[]> {
  if (part.endsWith('.js')) return [part];
  const entries = await readdir(join(program, part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name).slice(program.length + 1));
}

/** Values of a class could look the same as text and build something else. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.values(value).every(isPlain);
}
