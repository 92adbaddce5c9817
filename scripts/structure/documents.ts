/** The pages that show the structure, and the blocks in them that are made from it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { picture } from './picture.js';
import type { Graph } from './read-graph.js';
import { layerOf, partOf, structure } from './structure.js';
import { layersTable, partsTable } from './tables.js';

/** A page as it is and as it should be. */
export interface Page {
  readonly path: string;
  readonly present: string;
  readonly wanted: string;
  /** Blocks that it should hold and doesn't. */
  readonly lacking: readonly string[];
}

/** What each page shows. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  'docs/concepts/architecture.md': [
    'parts picture',
    'cli picture',
    'cli/delivery picture',
    'cli/delivery table',
    'cli/session picture',
    'cli/session table',
  ],
  'CONTRIBUTING.md': ['parts table', 'cli table'],
};

/** The pages below `root`, with every block made anew. */
export async function structurePages(root: string, graph: Graph): Promise<readonly Page[]> {
  const blocks = blocksOf(graph);
  return Promise.all(
    Object.entries(PAGES).map(async ([path, names]) => {
      const present = await readFile(join(root, path), 'utf8');
      const lacking = names.filter((name) => !present.includes(`${startOf(name)}\n`));
      return { path, present, wanted: withBlocks(present, blocks), lacking };
    }),
  );
}

/** What is wrong with the pages, a sentence each. */
export function pageErrors(pages: readonly Page[]): readonly string[] {
  return pages.flatMap(({ path, present, wanted, lacking }) => [
    ...lacking.map((name) => `lacking-block: ${path} should hold ${startOf(name)}`),
    ...(present === wanted ? [] : [`stale-page: ${path} shows another structure: npm run generate`]),
  ]);
}

/** Brings the pages up to date. */
export async function writePages(root: string, pages: readonly Page[]): Promise<void> {
  for (const { path, wanted } of pages) await writeFile(join(root, path), wanted);
}

/** What stands between `<!-- structure: NAME -->` and `<!-- /structure -->`, by NAME. */
function blocksOf(graph: Graph): Readonly<Record<string, string>> {
  const inside = (folder: string) => (file: string) => layerOf(folder, file);
  return {
    'parts picture': drawing(graph, structure.parts.map(({ name }) => name).toReversed(), partOf),
    'parts table': partsTable(structure.parts.toReversed(), graph.files),
    ...Object.fromEntries(
      Object.entries(structure.inside).flatMap(([folder, rows]) => {
        const names = rows.toReversed().flatMap((row) => row.map(({ name }) => name));
        return [
          [`${folder} picture`, drawing(graph, names, inside(folder))],
          [`${folder} table`, layersTable(folder, rows)],
        ];
      }),
    ),
  };
}

/** Arrows that a rule forbids aren't part of the structure: the check names them, no picture shows them. */
function drawing(graph: Graph, places: readonly string[], placeOf: (file: string) => string | undefined): string {
  const forbidden = new Set(graph.violations.map(({ from, to }) => `${from} ${to}`));
  const arrows = graph.arrows.filter(({ from, to }) => !forbidden.has(`${from} ${to}`));
  return `\`\`\`mermaid\n${picture({ files: graph.files, arrows, places, placeOf })}\`\`\`\n`;
}

/** A page with its blocks filled in. Throws when a page asks for a block that there isn't. */
export function withBlocks(page: string, blocks: Readonly<Record<string, string>>): string {
  return page.replace(/(<!-- structure: (.+?) -->\n).*?(<!-- \/structure -->)/gs, (_all, start, name, end) => {
    const block = blocks[name];
    if (block === undefined) throw new Error(`no block "${name}"; there are: ${Object.keys(blocks).join(', ')}`);
    return `${start}${block}${end}`;
  });
}

const startOf = (name: string) => `<!-- structure: ${name} -->`;
