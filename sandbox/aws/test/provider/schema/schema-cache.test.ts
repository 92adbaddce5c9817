import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forgetSchemas, schemasFor } from '../../../provider/schema/schema-cache.js';

describe('the cache of schemas', () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-schemas-'));
    folder = join(root, 'schemas');
    forgetSchemas();
  });

  afterEach(async () => {
    forgetSchemas();
    await rm(root, { recursive: true, force: true });
  });

  async function cacheFile(): Promise<string> {
    const [name, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    return join(folder, name as string);
  }

  it('is one private file for a set of types, in whatever order they are named', async () => {
    await schemasFor(['aws_vpc', 'aws_subnet'], { folder });
    await schemasFor(['aws_subnet', 'aws_vpc', 'aws_vpc'], { folder });
    const { mode } = await stat(await cacheFile());
    expect(mode & 0o777).toBe(0o600);
  });

  it('is read by the next process', async () => {
    await schemasFor(['aws_vpc'], { folder });
    const file = await cacheFile();
    const { mtimeMs } = await stat(file);
    forgetSchemas();
    expect((await schemasFor(['aws_vpc'], { folder })).aws_vpc?.block.attributes.arn).toBeDefined();
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['changed', (text: string) => text.replace('"string"', '"number"')],
    ['not ours', () => '{"aws_vpc":{}}'],
  ])('is made anew when it is %s', async (_, damage) => {
    const good = await schemasFor(['aws_vpc'], { folder });
    const file = await cacheFile();
    const text = await readFile(file, 'utf8');
    await writeFile(file, damage(text));
    forgetSchemas();
    expect(await schemasFor(['aws_vpc'], { folder })).toEqual(good);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('is done without when it cannot be written', async () => {
    await writeFile(folder, 'a file where the folder should be');
    expect((await schemasFor(['aws_vpc'], { folder })).aws_vpc).toBeDefined();
  });

  it('does not remember a failure', async () => {
    await expect(schemasFor(['aws_vcp'], { folder })).rejects.toMatchObject({ code: 'UnknownResourceType' });
    await expect(schemasFor(['aws_vcp'], { folder })).rejects.toMatchObject({ code: 'UnknownResourceType' });
  });
});
