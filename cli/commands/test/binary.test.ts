import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';

const root = process.cwd();
const binary = join(root, 'bin', 'backlot');
jest.setTimeout(60_000);

let state: string;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'backlot-binary-'));
  // The first start may build what changed since.
  await execa(binary, ['help'], { cwd: root, reject: false });
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

function backlot(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(binary, args, { cwd: root, reject: false, stdin: 'ignore', env: { BACKLOT_STATE_DIR: state, ...env } });
}

describe('bin/backlot', () => {
  it('tells its version', async () => {
    const { exitCode, stdout } = await backlot(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^backlot\/\d+\.\d+\.\d+ /);
  });

  it('lists every command in its help, also without arguments', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { exitCode, stdout } = await backlot(args);
      expect(exitCode).toBe(0);
      for (const word of ['up', 'plan', 'deploy', 'sandbox', 'autocomplete']) expect(stdout).toMatch(`  ${word} `);
    }
  });

  it('shows an example in the help of a command, and the help of a topic', async () => {
    expect((await backlot(['deploy', '--help'])).stdout).toContain('$ backlot deploy dev');
    const topic = await backlot(['sandbox']);
    expect(topic.exitCode).toBe(0);
    expect(topic.stdout).toContain('sandbox coverage');
  });

  it.each([
    [['pln', 'local'], "'pln' is no command; did you mean 'plan'?"],
    [['sandbox', 'stauts'], "'sandbox stauts' is no command; did you mean 'sandbox status'?"],
    [['sandbox', 'qqqqqqqq'], "'sandbox qqqqqqqq' is no command"],
  ])('exits with 3 for %j and says what was meant', async (args, message) => {
    const text = await backlot(args);
    expect(text).toMatchObject({ exitCode: 3, stdout: '' });
    expect(text.stderr).toContain(`error: ${message}`);
    const json = await backlot([...args, '--json']);
    expect(json).toMatchObject({ exitCode: 3, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'UnknownCommand', message } });
  });

  it('prints one JSON object and exits with 3 for an unknown flag, environment, or a missing answer', async () => {
    for (const [args, code] of [
      [['plan', 'local', '--nope'], 'UnknownFlag'],
      [['plan', 'lcal'], 'UnknownEnvironment'],
      [['deploy', 'local'], 'AnswerMissing'],
      [['destroy', 'local', '--yes'], 'AnswerMissing'],
      [['sandbox', 'reset'], 'AnswerMissing'],
      [['init', 'qa'], 'AnswerMissing'],
    ] as const) {
      const { exitCode, stdout } = await backlot([...args, '--json']);
      expect([code, exitCode]).toEqual([code, 3]);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code } });
    }
  });

  it('says that a sandbox which was never started is not there, and starts nothing', async () => {
    const { exitCode, stdout } = await backlot(['sandbox', 'status', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ aws: { running: false, healthy: false } });
  });

  it('is silent when whoever reads stdout goes away', async () => {
    const line = `set -o pipefail; ${binary} deploy --help | head -c 1`;
    const { stdout, stderr } = await execa('bash', ['-c', line], { cwd: root, reject: false, stdin: 'ignore' });
    expect(stdout).toHaveLength(1);
    expect(stderr).toBe('');
  });
});
