import { formatPath, type Path } from './document/path.js';
import { nodeAt, positionOf, type SourceNode } from './document/source-node.js';
import type { Environment } from './schema/environment.js';

/** Where a value comes from; for a default, where it would be written. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: 'file' | 'default';
}

/** Origins of all leaves: texts, numbers, booleans, and empty lists and maps. */
export function originsOf(environment: Environment, root: SourceNode): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const { path } of leavesOf(environment)) {
    const node = nodeAt(root, path);
    const { file, line, column } = positionOf(root, path);
    const kind = node && node.kind !== 'removal' ? 'file' : 'default';
    origins.set(formatPath(path), { file, line, column, kind });
  }
  return origins;
}

/** A value that holds no others. */
export interface Leaf {
  readonly path: Path;
  readonly value: unknown;
}

/** The leaves of an environment in document order, without its id. */
export function leavesOf({ id: _id, ...document }: Environment): Leaf[] {
  const walk = (value: unknown, path: Path): Leaf[] => {
    if (value === undefined) return [];
    if (value === null || typeof value !== 'object') return [{ path, value }];
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    if (entries.length === 0) return [{ path, value }];
    return entries.flatMap(([key, each]) => walk(each, [...path, key]));
  };
  return walk(document, []);
}
