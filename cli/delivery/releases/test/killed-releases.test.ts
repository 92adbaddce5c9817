import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import type { FixtureStack } from '../../../test/fixtures/fixture-stacks.js';
import { until } from '../../../test/fixtures/until.js';
import { deployEnvironment } from '../../deploy/index.js';
import { listReleases } from '../index.js';

it('writes the record that a killed deploy did not live to write, under its own token', async () => {
  const fixture = await FixtureEnvironment.start([]);
  const [started, release] = [join(fixture.folder, 'started'), join(fixture.folder, 'release')];
  const command = `touch ${started}; until [ -e ${release} ]; do sleep 0.05; done`;
  const slow: FixtureStack = { id: 'slow', data: { it: { input: 'x', provisioner: [{ 'local-exec': { command } }] } } };
  const { folder, objects, binary } = fixture;
  const input = JSON.stringify({ folder, endpoint: objects.endpoint, binary, stacks: [slow] });
  const file = join(import.meta.dirname, '../../../test/fixtures/fixture-deploy-program.ts');
  const program = spawn(process.execPath, ['--import', 'tsx', file, input], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await until(() => existsSync(started));
    const terraform = JSON.parse(
      await readFile(join(fixture.root, 'work/stacks/slow/.terraform-run.json'), 'utf8'),
    ).pid;
    program.kill('SIGKILL');
    await once(program, 'exit');
    process.kill(terraform, 'SIGKILL');
    await writeFile(release, '');
    fixture.stacks = [slow];
    const { outcome } = await deployEnvironment(environment, { ...fixture.options, approve: async () => true });
    expect(outcome).toBe('complete');
    const records = (await listReleases(environment, fixture.options)).map(({ record }) => record);
    expect(records.map(({ number, outcome: ended, token }) => [number, ended, token])).toEqual([
      [2, 'complete', 2],
      [1, 'interrupted', 1],
    ]);
  } finally {
    await writeFile(release, '');
    program.kill('SIGKILL');
    await fixture.stop();
  }
});
