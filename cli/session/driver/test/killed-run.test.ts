import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identify } from '../../../../host/process-identity.js';
import { deployEnvironment } from '../../../delivery/deploy/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET, type FixtureStack } from '../../../test/fixtures/fixture-stacks.js';
import { until } from '../../../test/fixtures/until.js';

let fixture: FixtureEnvironment;
let started: string;
let release: string;
let slow: FixtureStack;
let program: ChildProcess;

beforeEach(async () => {
  fixture = await FixtureEnvironment.start([]);
  started = join(fixture.folder, 'started');
  release = join(fixture.folder, 'release');
  const command = `touch ${started}; until [ -e ${release} ]; do sleep 0.05; done`;
  const waiting = { input: 'x', provisioner: [{ 'local-exec': { command } }] };
  slow = { id: 'slow', data: { quick: { input: 'q' }, waiting } };
  const { folder, objects, binary } = fixture;
  const input = JSON.stringify({ folder, endpoint: objects.endpoint, binary, stacks: [slow] });
  const file = join(import.meta.dirname, '../../../test/fixtures/fixture-deploy-program.ts');
  program = spawn(process.execPath, ['--import', 'tsx', file, input], { stdio: ['ignore', 'pipe', 'inherit'] });
  await until(() => existsSync(started));
});
afterEach(async () => {
  await writeFile(release, '');
  program.kill('SIGKILL');
  await fixture.stop();
});

async function terraformProcess(): Promise<number> {
  const file = join(fixture.root, 'work/stacks/slow/.terraform-run.json');
  return JSON.parse(await readFile(file, 'utf8')).pid;
}

describe('a deploy whose process is killed while Terraform applies', () => {
  it('leaves a Terraform that saves the state; the next deploy waits for it and finds all done', async () => {
    program.kill('SIGKILL');
    await once(program, 'exit');
    const next = deployEnvironment(environment, { ...withStacks(), approve: async () => true });
    await until(() =>
      fixture.events.some((event) => event.type === 'note' && event.message.startsWith('waiting for Terraform')),
    );
    await writeFile(release, '');
    const result = await next;
    expect(result.stacks.map(({ status, resources }) => [status, resources])).toEqual([['unchanged', 2]]);
  });

  it('together with its Terraform leaves a lock that the next deploy releases, and converges', async () => {
    const pid = await terraformProcess();
    program.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await until(() => identify(pid) === undefined);
    await writeFile(release, '');
    expect(fixture.objects.text(BUCKET, 'local/slow.tfstate.tflock')).toBeDefined();
    const result = await deployEnvironment(environment, { ...withStacks(), approve: async () => true });
    expect(fixture.events).toContainEqual(
      expect.objectContaining({ type: 'note', message: expect.stringContaining('the lock is released') }),
    );
    expect(result.outcome).toBe('complete');
    expect(fixture.objects.text(BUCKET, 'local/slow.tfstate.tflock')).toBeUndefined();
  });
});

describe('Ctrl-C on a deploy', () => {
  it('reaches Terraform once, which saves the state, and the command exits with 130', async () => {
    program.kill('SIGINT');
    const [code] = await once(program, 'exit');
    expect(code).toBe(130);
    expect(fixture.objects.text(BUCKET, 'local/slow.tfstate')).toContain('quick');
    expect(fixture.objects.text(BUCKET, 'local/slow.tfstate.tflock')).toBeUndefined();
  });
});

function withStacks() {
  fixture.stacks = [slow];
  return fixture.options;
}
