import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { withFileLock } from '../file-lock.js';
import { identify } from '../process-identity.js';

let machine: TemporaryMachine;
let path: string;
beforeEach(async () => {
  machine = await TemporaryMachine.create();
  path = join(machine.root, 'a.lock');
});
afterEach(() => machine.dispose());

const subject = 'the thing';

describe('a file lock', () => {
  it('lets one at a time work, and leaves no file behind', async () => {
    let inside = 0;
    let most = 0;
    const work = () =>
      withFileLock(path, { subject }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await readFile(path);
        inside -= 1;
      });
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(await readdir(machine.root)).toEqual(['bin']);
  });

  it('keeps other processes out', async () => {
    const log = join(machine.root, 'log');
    await writeFile(log, '');
    const script = `
      import { appendFile } from 'node:fs/promises';
      import { withFileLock } from ${JSON.stringify(new URL('../file-lock.ts', import.meta.url).href)};
      for (let turn = 0; turn < 5; turn += 1) await withFileLock(${JSON.stringify(path)}, { subject: 'x' }, async () => {
        await appendFile(${JSON.stringify(log)}, 'in\\n');
        await new Promise((resolve) => setImmediate(resolve));
        await appendFile(${JSON.stringify(log)}, 'out\\n');
      });`;
    const run = () => execa(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    await Promise.all([run(), run(), run()]);
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(30);
    expect(lines.every((line, index) => line === (index % 2 === 0 ? 'in' : 'out'))).toBe(true);
  });

  it('is released when the work fails', async () => {
    await expect(withFileLock(path, { subject }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withFileLock(path, { subject }, async () => 'free')).toBe('free');
  });

  it.each([
    ['whose process has ended', JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1' })],
    ['whose number was given to another process', JSON.stringify({ pid: process.pid, startTime: '1' })],
    ['that cannot be read', 'half a lo'],
    ['that is empty', ''],
  ])('takes over a lock %s', async (_, content) => {
    await writeFile(path, content);
    expect(await withFileLock(path, { subject, timeoutMs: 2_000 }, async () => 'mine')).toBe('mine');
  });

  it('tells who holds it, and gives up in the end with exit code 69', async () => {
    await writeFile(path, JSON.stringify(identify(process.pid)));
    const told: number[] = [];
    const waiting = withFileLock(
      path,
      { subject, timeoutMs: 100, onWait: (holder) => told.push(holder) },
      async () => 1,
    );
    await expect(waiting).rejects.toMatchObject({
      code: 'LockTimeout',
      exitCode: 69,
      message: expect.stringContaining(`process ${process.pid} has held the thing`),
    });
    expect(told).toEqual([process.pid]);
  });
});
