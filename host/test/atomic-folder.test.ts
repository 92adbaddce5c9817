import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { isDiskFull, replaceFolder } from '../atomic-folder.js';

let machine: TemporaryMachine;
let cache: string;
beforeEach(async () => {
  machine = await TemporaryMachine.create();
  cache = join(machine.root, 'cache');
});
afterEach(() => machine.dispose());

describe('replacing a folder', () => {
  it('shows the new content only when it is whole', async () => {
    const target = join(cache, 'tool');
    await replaceFolder(target, async (folder) => {
      await writeFile(join(folder, 'a'), 'new');
      expect(await readdir(cache)).not.toContain('tool');
    });
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('new');
    expect(await readdir(cache)).toEqual(['tool']);
  });

  it('keeps the old content when filling fails, and removes what was begun', async () => {
    const target = join(cache, 'tool');
    await replaceFolder(target, (folder) => writeFile(join(folder, 'a'), 'old'));
    await expect(replaceFolder(target, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readFile(join(target, 'a'), 'utf8')).toBe('old');
    expect(await readdir(cache)).toEqual(['tool']);
  });

  it('sweeps what a killed run left', async () => {
    await mkdir(join(cache, 'tool.building-1234'), { recursive: true });
    await replaceFolder(join(cache, 'tool'), async () => {});
    expect(await readdir(cache)).toEqual(['tool']);
  });

  it('says so when the disk is full, and leaves nothing', async () => {
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    await expect(replaceFolder(join(cache, 'tool'), () => Promise.reject(full))).rejects.toMatchObject({
      code: 'DiskFull',
      message: expect.stringContaining(`no space left on the disk of ${cache}`),
    });
    expect(await readdir(cache)).toEqual([]);
  });

  it.each([
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device: '/x'",
    'go: write /x: no space left on device',
  ])('recognizes a full disk in: %s', (message) => {
    expect(isDiskFull({ message })).toBe(true);
  });
});
