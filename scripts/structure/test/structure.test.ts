import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pageErrors, structurePages, withBlocks, writePages } from '../documents.js';
import { layerOf, partOf, structure } from '../structure.js';
import { layersTable } from '../tables.js';
import { PlantedTree } from './planted-tree.js';

const REPOSITORY = join(import.meta.dirname, '../../..');
const folders = Object.entries(structure.inside);

describe('the structure, as parts.json draws it', () => {
  it('lets a part import only parts that stand before it, so that no two can import each other', () => {
    const names = structure.parts.map(({ name }) => name);
    for (const [index, { imports }] of structure.parts.entries())
      expect(names.slice(0, index)).toEqual(expect.arrayContaining([...imports]));
  });

  it.each(folders)('names each layer of %s once', (_folder, rows) => {
    const names = rows.flat().map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(folders)('lets no layer of %s see a part that its own part may not import', (folder, rows) => {
    const part = structure.parts.find(({ name }) => name === folder.split('/')[0]);
    expect(part?.imports).toEqual(expect.arrayContaining(rows.flat().flatMap(({ outside }) => outside ?? [])));
  });

  it('draws the inside of layers only, never of a folder that nothing holds', () => {
    const drawn = new Set(folders.flatMap(([folder, rows]) => rows.flat().map(({ name }) => `${folder}/${name}`)));
    const held = folders.map(([folder]) => folder).filter((folder) => folder.includes('/'));
    expect([...drawn]).toEqual(expect.arrayContaining(held));
  });

  it.each([
    ['modules/values/arn.ts', 'modules/values'],
    ['modules/queue.ts', 'modules'],
    ['scripts/build.mjs', undefined],
    ['client/x.ts', undefined],
  ])('puts %s into the part %s', (file, part) => expect(partOf(file)).toBe(part));

  it.each([
    ['cli/main.ts', 'main'],
    ['cli/data/backups/index.ts', 'data'],
    ['cli/elsewhere/index.ts', undefined],
    ['sandbox/data/index.ts', undefined],
  ])('puts %s into the layer %s of cli', (file, layer) => expect(layerOf('cli', file)).toBe(layer));
});

describe('the pages that show the structure', () => {
  it.each([
    ['CONTRIBUTING.md', 'cli'],
    ['docs/concepts/architecture.md', 'cli/delivery'],
    ['docs/concepts/architecture.md', 'cli/session'],
  ])('say in %s what the rules of %s say', async (page, folder) => {
    const text = await readFile(join(REPOSITORY, page), 'utf8');
    expect(text).toContain(layersTable(folder, structure.inside[folder] ?? []));
  });

  it('are stale as soon as an import draws another picture, and current once they are written', async () => {
    const { root } = await PlantedTree.create();
    const graph = { files: ['cli/main.ts', 'stacks/index.ts'], arrows: [], violations: [], report: '' };
    await writePages(root, await structurePages(root, graph));
    expect(pageErrors(await structurePages(root, graph))).toEqual([]);

    const grown = { ...graph, arrows: [{ from: 'cli/main.ts', to: 'stacks/index.ts' }] };
    expect(pageErrors(await structurePages(root, grown))).toEqual([
      'stale-page: docs/concepts/architecture.md shows another structure: npm run generate',
    ]);

    const forbidden = { ...grown, violations: [{ from: 'cli/main.ts', to: 'stacks/index.ts', rule: 'imports:cli' }] };
    expect(pageErrors(await structurePages(root, forbidden))).toEqual([]);
    await rm(root, { recursive: true });
  });

  it('keep their own words around a block', () => {
    expect(withBlocks('one\n<!-- structure: x -->\nold\n<!-- /structure -->\ntwo\n', { x: 'new $1\n' })).toBe(
      'one\n<!-- structure: x -->\nnew $1\n<!-- /structure -->\ntwo\n',
    );
  });

  it('are wrong when they differ from the imports, or lack a block', () => {
    expect(
      pageErrors([
        { path: 'a.md', present: 'x', wanted: 'x', lacking: [] },
        { path: 'b.md', present: 'x', wanted: 'y', lacking: [] },
        { path: 'c.md', present: 'x', wanted: 'x', lacking: ['cli table'] },
      ]),
    ).toEqual([
      'stale-page: b.md shows another structure: npm run generate',
      'lacking-block: c.md should hold <!-- structure: cli table -->',
    ]);
  });

  it('may not ask for a block that there is not', () => {
    expect(() => withBlocks('<!-- structure: y -->\n<!-- /structure -->\n', { x: '' })).toThrow('no block "y"');
  });
});
