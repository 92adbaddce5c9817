import { mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { insideOf } from '../inside-of.js';
import { unpack } from '../unpack.js';
import { removeInside, writeInside } from '../write-inside.js';

const source = 's3://bucket/key';

describe('a name inside of a folder', () => {
  it.each(['a', 'a/b.json', 'assets/a_1B/x.zip', '.hidden', 'ä ö', '..a', 'a..', '__proto__'])('may be %j', (name) => {
    expect(insideOf('/root', name, source)).toBe(join('/root', name));
  });

  it.each([
    '..',
    '../a',
    'a/../b',
    'a/..',
    './a',
    'a/./b',
    'a//b',
    'a/',
    '/a',
    'C:/a',
    'a\\b',
    '..\\a',
    'a\0b',
    'a\nb',
    '\u001b[2J',
    '\u0085',
    '',
    'x'.repeat(256),
    'ä'.repeat(128),
    `${'x/'.repeat(3_000)}x`,
    undefined,
    null,
    1,
    {},
    [['a']],
  ])('may not be %j', (name) => {
    expect(() => insideOf('/root', name, source)).toThrow(
      expect.objectContaining({ code: 'NameOutside', message: expect.stringContaining(source) }),
    );
  });
});

describe('a file that is written inside of a folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'backlot-inside-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is only the owner to read, in folders that are made for it', async () => {
    const path = await writeInside(join(root, 'in'), 'a/b', 'text', { source });
    expect(await readFile(path, 'utf8')).toBe('text');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeInside(join(root, 'in'), 'a/b', 'x', { source });
    expect(await readFile(path, 'utf8')).toBe('x');
  });

  it.each([
    ['a file and a folder', 'a/b/c'],
    ['a folder and a file', 'a'],
  ])('is not written where it is %s', async (_, name) => {
    await writeInside(join(root, 'in'), 'a/b', 'mine', { source });
    const written = writeInside(join(root, 'in'), name, 'other', { source });
    await expect(written).rejects.toMatchObject({ code: 'NameOutside', message: expect.stringContaining(source) });
    expect(await readFile(join(root, 'in', 'a', 'b'), 'utf8')).toBe('mine');
  });

  it.each(['a', 'a/b', 'a/b/c'])('goes through no link: %s', async (name) => {
    await writeInside(join(root, 'out'), 'b/c', 'mine', { source });
    await writeInside(join(root, 'in'), 'other', '', { source });
    await symlink(join(root, 'out'), join(root, 'in', 'a'));
    await expect(writeInside(join(root, 'in'), name, 'evil', { source })).rejects.toMatchObject({
      code: 'NameOutside',
    });
    await expect(removeInside(join(root, 'in'), name, source)).rejects.toMatchObject({ code: 'NameOutside' });
    expect(await readFile(join(root, 'out', 'b', 'c'), 'utf8')).toBe('mine');
    expect(await readdir(join(root, 'out'))).toEqual(['b']);
  });
});

describe('gzipped bytes', () => {
  it('give back what was packed', () => {
    expect(unpack(gzipSync('text'), { source }).toString()).toBe('text');
  });

  it('give no more than the limit, however small they are', () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 ** 2));
    expect(bomb.length).toBeLessThan(16 * 1024);
    expect(() => unpack(bomb, { source, limit: 1024 ** 2 })).toThrow(
      expect.objectContaining({ code: 'UnpackedTooLarge', message: expect.stringContaining(source) }),
    );
    expect(unpack(bomb, { source, limit: 8 * 1024 ** 2 }).length).toBe(8 * 1024 ** 2);
  });

  it.each([Buffer.from('no gzip'), gzipSync('text').subarray(0, 12), Buffer.alloc(0)])(
    'are refused when they are none, or cut off',
    (bytes) => {
      expect(() => unpack(bytes, { source })).toThrow(
        expect.objectContaining({ code: 'NotUnpackable', message: expect.stringContaining(source) }),
      );
    },
  );
});
