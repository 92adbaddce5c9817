/** Reads every import of the repository once, with the rules of .dependency-cruiser.cjs. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise, format, type ICruiseResult } from 'dependency-cruiser';
import extractRules from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { structure } from './structure.js';

const HERE = join(import.meta.dirname, '../..');

/** One file imports another one, by whatever kind of import. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** An arrow that a rule forbids. */
export interface Violation extends Arrow {
  readonly rule: string;
}

/** The files of the product and their imports, without tests and packages. */
export interface Graph {
  readonly files: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly violations: readonly Violation[];
  /** The violations as dependency-cruiser words them, and how many files it read. */
  readonly report: string;
}

/**
 * Reads the imports of a tree.
 * @param root the folder that holds the parts
 */
export async function readGraph(root: string): Promise<Graph> {
  const options = await extractRules(join(HERE, '.dependency-cruiser.cjs'));
  const folders = structure.parts.map(({ name }) => name).filter((name) => existsSync(join(root, name)));
  // Sources say `.js` and mean `.ts`; without the alias each import is looked for twice.
  const resolving = { extensionAlias: { '.js': ['.ts', '.js'] } };
  const { output } = await cruise(folders, { ...options, baseDir: resolve(root) }, resolving);
  const result = output as ICruiseResult;
  const sources = result.modules.filter(({ source }) => isProduct(source));
  const files = sources.map(({ source }) => source);
  const known = new Set(files);
  return {
    files,
    arrows: sources.flatMap(({ source, dependencies }) =>
      [...new Set(dependencies.map(({ resolved }) => resolved))]
        .filter((to) => known.has(to) && to !== source)
        .map((to) => ({ from: source, to })),
    ),
    violations: result.summary.violations.map(({ from, to, rule }) => ({ from, to, rule: rule.name })),
    report: String((await format(result, { outputType: 'err-long' })).output),
  };
}

/** What counts for circles and pictures: code of ours that isn't a test's. */
function isProduct(file: string): boolean {
  return structure.parts.some(({ name }) => file.startsWith(`${name}/`)) && !/(^|\/)(test|node_modules)\//.test(file);
}
