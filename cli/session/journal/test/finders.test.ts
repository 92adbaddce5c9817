import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FINDERS } from '../outside/finders/index.js';

describe('the finders', () => {
  it('know every type that the stacks can make, so that none can be left behind unseen', async () => {
    const root = join(import.meta.dirname, '../../../../sandbox/aws/handlers');
    const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
    const types = texts.flatMap((text) => [...text.matchAll(/type: '(aws_\w+)'/g)].map(([, type]) => type as string));
    expect(types.length).toBeGreaterThan(80);
    expect(types.filter((type) => !(type in FINDERS))).toEqual([]);
  });
});
