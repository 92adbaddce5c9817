import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before all tests: a temporary folder of this run's own, and a keeper that clears it away should the run be killed. Its
 * name is short for sockets.
 */
export default async function makeTestFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'bt-'));
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'test-keeper.mjs'), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  keeper.stdin.unref();
  process.env.TMPDIR = folder;
}
