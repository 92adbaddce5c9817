import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { usedTypes } from '../../../../cli/test/fixtures/used-types.js';
import { handlers } from '../../handlers/all-handlers.gen.js';
import { schemasFor } from '../../provider/schema/schema-cache.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

describe('the handlers', () => {
  it('know every resource type that a stack of any environment uses', async () => {
    const used = await usedTypes(root);
    expect(used.size).toBeGreaterThan(80);
    expect([...used].filter((type) => !handlers[type])).toEqual([]);
  }, 60_000);

  it('each name the type that they are registered for', async () => {
    for (const [type, load] of Object.entries(handlers)) expect((await load()).default.type).toBe(type);
  });

  it('that take tags are each in a life, which changes and removes theirs', async () => {
    const folder = join(root, 'sandbox', 'aws', 'test', 'handlers');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.test.ts'));
    const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const lives = sources.filter((source) => source.includes('describeLife({')).join('\n');
    const schemas = await schemasFor(Object.keys(handlers));
    const taggable = Object.keys(handlers).filter((type) => 'tags_all' in (schemas[type]?.block.attributes ?? {}));
    const recorded = await Promise.all(
      taggable.map(async (type) => ((await handlers[type]?.())?.default.recorded ? type : '')),
    );
    expect(taggable.length).toBeGreaterThan(50);
    expect(taggable.filter((type) => !recorded.includes(type) && !lives.includes(`${type}: {`))).toEqual([]);
  }, 60_000);

  it('are each a file of their own, with none forgotten in the list', async () => {
    const folder = join(root, 'sandbox', 'aws', 'handlers');
    const files = (await readdir(folder, { recursive: true })).filter((file) => /^[a-z0-9]+\/[\w-]+\.ts$/.test(file));
    const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const types = sources.flatMap((source) =>
      source.includes('export default') ? (source.match(/type: '(aws_\w+)'/)?.slice(1) ?? []) : [],
    );
    expect(types.filter((type) => !handlers[type])).toEqual([]);
  });
});
