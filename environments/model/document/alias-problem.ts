import { type Alias, type Document, isNode, visit } from 'yaml';
import { suggestion } from './nearest-word.js';
import type { Problem } from './problem.js';
import type { Position, SourceFile } from './source-file.js';

const MAX_ALIASES = 100;

/** An alias without an anchor before it, or aliases that together stand for more values than any environment has. */
export function aliasProblem(document: Document, source: SourceFile): Problem | undefined {
  const anchors: string[] = [];
  let first: Alias | undefined;
  let unknown: { alias: Alias; known: readonly string[] } | undefined;
  visit(document, (_key, node) => {
    if (isNode(node) && 'anchor' in node && node.anchor) anchors.push(node.anchor);
  });
  visit(document, {
    Alias: (_key, alias) => {
      first ??= alias;
      if (!alias.resolve(document)) unknown ??= { alias, known: anchors };
    },
  });
  if (unknown) {
    const { alias, known } = unknown;
    const message = `there is no anchor '&${alias.source}' above this`;
    return { at: place(alias, source), path: [], message, hint: suggestion(alias.source, known) };
  }
  if (!first || !isTooMuch(document)) return undefined;
  return {
    at: place(first, source),
    path: [],
    message: `aliases of aliases stand for more than ${MAX_ALIASES} values`,
    hint: 'write the values out, or inherit them with extends',
  };
}

function isTooMuch(document: Document): boolean {
  try {
    document.toJS({ maxAliasCount: MAX_ALIASES });
    return false;
  } catch (error) {
    if (error instanceof ReferenceError) return true;
    throw error;
  }
}

function place(alias: Alias, source: SourceFile): Position {
  const [start, end] = alias.range ?? [0, 1];
  return source.position(start, end);
}
