import { isMap, isSeq, type ParsedNode, parseDocument } from 'yaml';
import { aliasProblem } from './alias-problem.js';
import { NodeReader } from './node-reader.js';
import type { Problem } from './problem.js';
import type { SourceFile } from './source-file.js';
import type { SourceNode } from './source-node.js';
import { yamlProblems } from './yaml-problem.js';

/** What was found in one file. */
export interface ParsedSource {
  readonly root: SourceNode;
  readonly problems: readonly Problem[];
  /** Whether the structure could be read, so that what is absent is really absent. */
  readonly readable: boolean;
}

const MAX_CHARACTERS = 512 * 1024;

/**
 * Reads YAML 1.2 (core schema) into nodes that know their places.
 *
 * Anchors and aliases work within a file; merge keys (`<<`) don't, since `extends` does that across files. The number
 * of values that aliases may stand for is limited, so that a small file cannot become a huge document.
 */
export function readSource(source: SourceFile): ParsedSource {
  const whole = wholeOf(source);
  if (source.text.length > MAX_CHARACTERS) {
    const message = `the file has ${source.text.length} characters; an environment file may have ${MAX_CHARACTERS}`;
    return unreadable(source, [{ at: whole, path: [], message }]);
  }
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    prettyErrors: false,
    lineCounter: source.lineCounter,
  });
  const problems = yamlProblems(document, source);
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return unreadable(source, problems);
  const { contents } = document;
  if (!isMap(contents)) return unreadable(source, [...problems, { at: whole, path: [], ...topLevelProblem(contents) }]);
  const alias = aliasProblem(document, source);
  if (alias) return unreadable(source, [...problems, alias]);
  const reader = new NodeReader(source, document);
  const root = { ...reader.read(contents, []), at: whole };
  return { root, problems: [...problems, ...reader.problems], readable: true };
}

/** A file whose structure isn't known, for these reasons. */
export function unreadable(source: SourceFile, problems: readonly Problem[]): ParsedSource {
  return { root: { kind: 'map', entries: new Map(), at: wholeOf(source) }, problems, readable: false };
}

function wholeOf({ name }: SourceFile) {
  return { file: name, line: 1, column: 1, length: 1 };
}

function topLevelProblem(contents: ParsedNode | null): { message: string; hint: string } {
  const hint = "start with a key, such as 'extends: [base]'";
  if (contents === null || contents.range[0] === contents.range[1]) return { message: 'the file is empty', hint };
  const found = isSeq(contents) ? 'a list' : 'a single value';
  return { message: `the file holds ${found}, where an environment is a map of sections`, hint };
}
