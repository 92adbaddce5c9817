import { suggestion } from './document/nearest-word.js';
import type { Path } from './document/path.js';
import type { Problem } from './document/problem.js';
import type { SourceNode } from './document/source-node.js';
import { environmentSchema } from './schema/environment.js';
import { knownKeys, schemaAt } from './schema/shape.js';
import { unknownKeyHint } from './unknown-key.js';

/**
 * `null` for something that nobody has: a misspelled name, which would silently stay.
 *
 * For a key of the schema `null` is fine when nothing is inherited, so that a file can say that it wants none.
 */
export function removalProblems(root: SourceNode): Problem[] {
  const walk = (node: SourceNode, path: Path): Problem[] => {
    if (node.kind !== 'map') return [];
    const names = [...node.entries].filter(([, entry]) => entry.value.kind !== 'removal').map(([name]) => name);
    return [...node.entries].flatMap(([key, { keyAt, value }]) => {
      const here = [...path, key];
      if (value.kind !== 'removal' || value.matched) return walk(value, here);
      const known = knownKeys(schemaAt(environmentSchema, path));
      if (known?.includes(key)) return [];
      const hint = known ? unknownKeyHint(here) : suggestion(key, names);
      return [{ at: keyAt, path: here, message: 'null removes what is inherited, but nothing of this name is', hint }];
    });
  };
  return walk(root, []);
}
