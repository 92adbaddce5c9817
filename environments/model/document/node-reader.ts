import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Path } from './path.js';
import type { Problem } from './problem.js';
import type { Position, SourceFile } from './source-file.js';
import type { MapEntry, SourceNode } from './source-node.js';

/** Turns the nodes of the YAML library into ours, following aliases to what they stand for. */
export class NodeReader {
  readonly problems: Problem[] = [];
  private readonly open = new Set<Node>();

  constructor(
    private readonly source: SourceFile,
    private readonly document: Document,
  ) {}

  /** A value that comes through an alias has the position of its anchor: that is where to change it. */
  read(node: Node, path: Path): SourceNode {
    const target = isAlias(node) ? (node.resolve(this.document) ?? node) : node;
    const at = this.position(target);
    if (this.open.has(target)) {
      const hint = 'write the value out';
      this.problems.push({ at: this.position(node), path, message: 'the alias stands for what it is part of', hint });
      return { kind: 'removal', matched: true, at };
    }
    if (isScalar(target)) return scalar(target, at);
    this.open.add(target);
    try {
      if (isMap(target)) return { kind: 'map', entries: this.entries(target, path), at };
      if (!isSeq(target)) return { kind: 'removal', matched: false, at };
      const items = target.items.map((item, index) => this.read(item as Node, [...path, index]));
      return { kind: 'list', items, at };
    } finally {
      this.open.delete(target);
    }
  }

  private entries(map: YAMLMap, path: Path): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    for (const { key: keyNode, value } of map.items as Pair<Node, Node | null>[]) {
      const key = isScalar(keyNode) ? String(keyNode.source ?? keyNode.value) : String(keyNode);
      const keyAt = this.position(keyNode);
      const here = [...path, key];
      if (key === '<<') {
        this.problems.push({
          at: keyAt,
          path: here,
          message: 'merge keys are not part of YAML 1.2 and are not read',
          hint: 'inherit with extends, or repeat the keys',
        });
      } else if (value === null || isEmpty(value)) {
        this.problems.push({
          at: keyAt,
          path: here,
          message: 'has no value',
          hint: 'write a value, {} for a section of defaults, or null to remove what is inherited',
        });
      } else {
        entries.set(key, { keyAt, value: this.read(value, here) });
      }
    }
    return entries;
  }

  private position(node: Node): Position {
    const [start, end] = node.range ?? [0, 1];
    return this.source.position(start, end);
  }
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && !node.source;
}

function scalar(node: Scalar, at: Position): SourceNode {
  const { value } = node;
  if (value === null) return { kind: 'removal', matched: false, at };
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: known ? value : String(value), written: String(node.source ?? value), at };
}
