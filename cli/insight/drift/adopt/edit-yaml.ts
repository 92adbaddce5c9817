import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { equal } from '../noise/index.js';

type Path = readonly (string | number)[];

/**
 * Sets one value of a YAML file and leaves every other character as it is: comments, quotes, order, empty lines.
 *
 * @param value undefined takes the key away.
 * @returns undefined where that can't be done without touching something else: behind an alias, in a block of text.
 */
export function editYaml(text: string, path: Path, value: unknown): string | undefined {
  const document = parseDocument(text);
  const edited = value === undefined ? remove(text, document, path) : set(text, document, path, value);
  if (edited === undefined) return undefined;
  return equal(parse(edited), expected(text, path, value)) ? edited : undefined;
}

function set(text: string, document: Document.Parsed, path: Path, value: unknown): string | undefined {
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (isAlias(node)) return undefined;
    if (isMap(node)) {
      const pair = pairOf(node, key);
      if (!pair) return insert(text, node, path.slice(depth), value);
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
    } else return undefined;
  }
  if (isScalar(node)) return replaceScalar(text, node, value);
  if (isSeq(node) && Array.isArray(value)) return replaceList(text, node, value);
  return undefined;
}

function replaceScalar(text: string, node: Scalar, value: unknown): string | undefined {
  if (!node.range || node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return undefined;
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const written = quoted && typeof value === 'string' ? quote(value, String(node.type)) : flow(value);
  return text.slice(0, node.range[0]) + written + text.slice(node.range[1]);
}

function replaceList(text: string, node: YAMLSeq, value: readonly unknown[]): string | undefined {
  if (!node.range) return undefined;
  const [start, end] = node.range;
  if (node.flow || value.length === 0) return text.slice(0, start) + flow(value) + text.slice(end);
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const body = value.map((each) => `- ${flow(each)}`).join(`\n${indent}`);
  // The range of a block ends behind its last line.
  return `${text.slice(0, start)}${body}${/\n$/.test(text.slice(start, end)) ? '\n' : ''}${text.slice(end)}`;
}

/** Adds a key behind the last one of a map. */
function insert(text: string, map: YAMLMap, path: Path, value: unknown): string | undefined {
  const [key, ...rest] = path;
  const nested = rest.reduceRight<unknown>((inner, each) => ({ [each]: inner }), value);
  const last = map.items.at(-1) as Pair<Scalar, { range?: [number, number, number] } | null> | undefined;
  if (!last || !map.range) return undefined;
  const start = last.key.range?.[0] ?? 0;
  const end = last.value?.range?.[1] ?? last.key.range?.[1] ?? 0;
  if (map.flow) return `${text.slice(0, end)}, ${flow(key)}: ${flow(nested)}${text.slice(end)}`;
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const lines = stringify({ [String(key)]: nested }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
  const at = text[end - 1] === '\n' ? end : lineEnd(text, end);
  const before = text.slice(0, at);
  const joint = before === '' || before.endsWith('\n') ? '' : '\n';
  return `${before}${joint}${lines.map((line) => indent + line).join('\n')}\n${text.slice(at)}`;
}

function remove(text: string, document: Document.Parsed, path: Path): string | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent) || parent.flow || parent.items.length < 2) return undefined;
  const pair = pairOf(parent, path.at(-1) ?? '') as Pair<Scalar, Scalar> | undefined;
  if (!pair?.key.range || !isScalar(pair.value) || !pair.value.range) return undefined;
  const start = text.lastIndexOf('\n', pair.key.range[0] - 1) + 1;
  return text.slice(0, start) + text.slice(lineEnd(text, pair.value.range[1]));
}

/** Behind the end of the line. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** On one line, so that it parses as this value. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
}

function quote(value: string, style: string): string {
  return style === 'QUOTE_SINGLE' ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

/** What the file must say afterwards: nothing but the value has changed. */
function expected(text: string, path: Path, value: unknown): unknown {
  const root = structuredClone(parse(text) ?? {}) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  let at = root;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string | number, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return root;
}
