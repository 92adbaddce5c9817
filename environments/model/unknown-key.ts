import { nearestWord, suggestion } from './document/nearest-word.js';
import { formatPath, type Path } from './document/path.js';
import { environmentSchema } from './schema/environment.js';
import { knownKeys, pathsOfKey, schemaAt } from './schema/shape.js';

/** The key of the same map that was probably meant. */
export function nearestKey(path: Path): string | undefined {
  return nearestWord(String(path.at(-1)), siblings(path));
}

/** What was probably meant: a key of the same map, the same key in another place, or all keys that are known there. */
export function unknownKeyHint(path: Path): string | undefined {
  const word = String(path.at(-1));
  const near = nearestKey(path);
  if (near !== undefined) return `did you mean '${near}'?`;
  const elsewhere = pathsOfKey(environmentSchema, word);
  if (elsewhere.length > 0 && elsewhere.length <= 3) {
    return `'${word}' belongs in ${elsewhere.map((each) => placeOf(each)).join(' or ')}`;
  }
  return suggestion(word, siblings(path));
}

function siblings(path: Path): string[] {
  const keys = knownKeys(schemaAt(environmentSchema, path.slice(0, -1))) ?? [];
  return path.length === 1 ? [...keys, 'extends'] : keys;
}

function placeOf(pattern: string): string {
  const parent = pattern.split('.').slice(0, -1);
  return parent.length === 0 ? 'the top level' : `'${formatPath(parent).replaceAll('["*"]', '.<name>')}'`;
}
