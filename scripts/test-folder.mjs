import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: a temporary folder of this run's own, so that nothing is left behind. Its name is short for sockets. */
export default async function makeTestFolder() {
  process.env.TMPDIR = await mkdtemp(join(tmpdir(), 'bt-'));
}
