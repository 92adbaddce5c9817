import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnPrivate } from '../spawn-private.js';

let folder: string;
let mask: number;

beforeEach(async () => {
  mask = process.umask(0o022);
  folder = await mkdtemp(join(tmpdir(), 'backlot-private-'));
});
afterEach(async () => {
  process.umask(mask);
  await rm(folder, { recursive: true, force: true });
});

describe('a program of the platform', () => {
  it('makes files and folders that nobody else can read, and leaves the mask of its parent as it was', async () => {
    const script = 'echo secret > file; mkdir folder';
    await once(spawnPrivate('/bin/sh', ['-c', script], { cwd: folder, stdio: 'ignore' }), 'exit');
    const modes = ['file', 'folder'].map(async (name) => (await stat(join(folder, name))).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o600, 0o700]);
    expect(process.umask()).toBe(0o022);
  });

  it('that is not there leaves the mask, too', async () => {
    await once(spawnPrivate(join(folder, 'nothing'), [], {}), 'error');
    expect(process.umask()).toBe(0o022);
  });
});
