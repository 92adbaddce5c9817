import type { Path } from './path.js';
import type { Position } from './source-file.js';

/** One value of a YAML file, knowing where it was written; survives merging. */
export type SourceNode = ScalarNode | ListNode | MapNode | RemovalNode;

/** A text, number or boolean. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `1.30` for the number 1.3. */
  readonly written: string;
  readonly at: Position;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly SourceNode[];
  readonly at: Position;
}

/** A map. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly at: Position;
}

/** What a map holds under a key. */
export interface MapEntry {
  readonly keyAt: Position;
  readonly value: SourceNode;
}

/** `null`: takes away what is inherited. */
export interface RemovalNode {
  readonly kind: 'removal';
  /** Whether there was something to take away. */
  readonly matched: boolean;
  readonly at: Position;
}

/** The plain value of a node, without what was removed. */
export function toPlain(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map((item) => (item.kind === 'removal' ? null : toPlain(item)));
    case 'map':
      return Object.fromEntries(
        [...node.entries]
          .filter(([, entry]) => entry.value.kind !== 'removal')
          .map(([key, entry]) => [key, toPlain(entry.value)]),
      );
    case 'removal':
      return undefined;
  }
}

/** The node at a path, or undefined. */
export function nodeAt(root: SourceNode, path: Path): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>((node, part) => child(node, part)?.value, root);
}

/** Position of the key at a path; of the item for lists. */
export function keyAt(root: SourceNode, path: Path): Position | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  return last === undefined ? undefined : child(parent, last)?.keyAt;
}

/** Position of the value at a path, else of the nearest key above it, else of the whole document. */
export function positionOf(root: SourceNode, path: Path): Position {
  const node = nodeAt(root, path);
  if (node && node.kind !== 'removal')
    return path.length > 0 && node.kind === 'map' ? (keyAt(root, path) ?? node.at) : node.at;
  for (let length = path.length; length > 0; length--) {
    const position = keyAt(root, path.slice(0, length));
    if (position) return position;
  }
  return root.at;
}

function child(node: SourceNode | undefined, part: string | number): MapEntry | undefined {
  if (node?.kind === 'map') return node.entries.get(String(part));
  if (node?.kind === 'list') {
    const value = node.items[Number(part)];
    return value && { keyAt: value.at, value };
  }
  return undefined;
}
