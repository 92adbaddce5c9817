import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';

const SCRIPTS = join(import.meta.dirname, '..');
/** What `globalSetup` does, then a program that ends with nobody, as a cluster of a test would. */
const RUN = `
  const { default: make } = await import(${JSON.stringify(join(SCRIPTS, 'test-folder.mjs'))});
  await make();
  const { spawn } = await import('node:child_process');
  const left = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  console.log(JSON.stringify({ folder: process.env.TMPDIR, left: left.pid }));
  setInterval(() => undefined, 1000);
`;

const runs = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(condition: () => boolean) {
  for (let wait = 0; wait < 200 && !condition(); wait++) await delay(100);
}

describe('a test run that is killed', () => {
  const onlyWithProc = existsSync('/proc/self/environ') ? it : it.skip;

  onlyWithProc(
    'leaves no process and no folder, and takes nobody else’s',
    async () => {
      const bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
      const run = spawn(process.execPath, ['--input-type=module', '-e', RUN], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(run.stdout, 'data')) as [Buffer];
      const { folder, left } = JSON.parse(String(line)) as { folder: string; left: number };
      await writeFile(join(folder, 'data'), 'of a test');
      expect([runs(left), existsSync(folder)]).toEqual([true, true]);
      run.kill('SIGKILL');
      await until(() => !runs(left) && !existsSync(folder));
      expect([runs(left), existsSync(folder)]).toEqual([false, false]);
      expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
      bystander.kill();
    },
    40_000,
  );

  it('is told from one that ended by itself: the folder is gone already', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bt-'));
    const keeper = spawn(process.execPath, [join(SCRIPTS, 'test-keeper.mjs'), folder], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    keeper.stdin.end();
    const [code] = await once(keeper, 'exit');
    expect([code, existsSync(folder)]).toEqual([0, false]);
  });
});
