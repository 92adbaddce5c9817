import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import Graph from '../graph.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const graph = { environment: 'local', stacks: [], mermaid: 'flowchart LR\n', text: 'network\n' };
const working = { ...environmentsOf(environmentOf('local')), graph: async () => graph };

function failing(error: unknown) {
  return {
    ...working,
    graph: async () => {
      throw error;
    },
  };
}

const refusal = new BacklotError({
  code: 'StateLocked',
  message: 'the state of network is locked by ann@build',
  source: 'upstream',
  actions: ['backlot status local'],
  exitCode: 69,
  details: { lock: { who: 'ann@build' } },
});

let state: string;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'backlot-test-'));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

describe('every command', () => {
  it('writes data to stdout and nothing else', async () => {
    const run = await runCommand(Graph, ['local'], working);
    expect(run.out()).toBe('network\n');
    expect(run.err()).toBe('');
  });

  it('prints exactly one object with --json or BACKLOT_JSON, and no text beside it', async () => {
    for (const run of [
      await runCommand(Graph, ['local', '--json'], working),
      await runCommand(Graph, ['local'], working, { env: { BACKLOT_JSON: '1' } }),
    ]) {
      expect(run.json()).toEqual(graph);
    }
  });

  it('prints JSON without colour, whatever the terminal', async () => {
    const run = await runCommand(Graph, ['local', '--json'], working, { tty: true, env: { FORCE_COLOR: '1' } });
    expect(run.out()).not.toContain('\u001b');
  });

  it('prints an error as one object with --json and exits with its code', async () => {
    const run = await runCommand(Graph, ['local', '--json'], failing(refusal));
    expect(run.exitCode).toBe(69);
    expect(run.err()).toBe('');
    expect(run.json()).toEqual({
      error: {
        code: 'StateLocked',
        message: 'the state of network is locked by ann@build',
        source: 'upstream',
        actions: ['backlot status local'],
        lock: { who: 'ann@build' },
      },
    });
  });

  it('prints an error for people with its next steps, on stderr', async () => {
    const run = await runCommand(Graph, ['local'], failing(refusal));
    expect(run.out()).toBe('');
    expect(run.err()).toBe('error: the state of network is locked by ann@build\n\nnext:\n  backlot status local\n');
  });

  it('prints an error as the last event with --events, and every line is JSON', async () => {
    const run = await runCommand(Graph, ['local', '--events'], failing(refusal));
    const lines = run
      .err()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ type: 'error', error: { code: 'StateLocked' } });
  });

  it.each([
    [['local', '--nope'], 'UnknownFlag', /unknown flag: --nope/, []],
    [
      ['local', '--formt', 'text'],
      'UnknownFlag',
      /did you mean --format\?/,
      ['backlot graph local --json --format text'],
    ],
    [['local', '--format', 'svg'], 'InvalidFlagValue', /--format=svg to be one of: text, mermaid/, []],
    [['local', 'extra'], 'UnexpectedArgument', /unexpected argument: extra/, []],
    [['local', '--format'], 'InvalidUsage', /--format expects/, []],
  ])('exits with 3 for the command line %j', async (argv, code, message, mended) => {
    const run = await runCommand(
      Graph,
      [...argv, '--json'].sort((a) => (a === '--json' ? -1 : 0)),
      working,
    );
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: { code, source: 'user', actions: [...mended, 'backlot graph --help'] },
    });
    expect((run.json().error as { message: string }).message).toMatch(message);
  });

  it('keeps the stack of an unexpected error out of the terminal and writes it to a file', async () => {
    const env = { BACKLOT_STATE_DIR: state };
    const run = await runCommand(Graph, ['local'], failing(new TypeError('x is not a function')), { env });
    expect(run.exitCode).toBe(1);
    expect(run.err()).toMatch(/^error: this should not have happened: x is not a function\n/);
    expect(run.err()).not.toMatch(/ at .*base-command/);
    const file = /less (\S+\.log)/.exec(run.err())?.[1] ?? '';
    expect(file.startsWith(join(state, 'logs'))).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(
      /command: {2}backlot graph local\n.*TypeError: x is not a function\n +at /s,
    );
  });

  it('prints the stack with --debug or BACKLOT_DEBUG', async () => {
    const env = { BACKLOT_STATE_DIR: state };
    const flagged = await runCommand(Graph, ['local', '--debug'], failing(new TypeError('x')), { env });
    const variable = await runCommand(Graph, ['local'], failing(refusal), { env: { ...env, BACKLOT_DEBUG: '1' } });
    expect(flagged.err()).toMatch(/TypeError: x\n +at /);
    expect(variable.err()).toMatch(/BacklotError: the state of network is locked[^\n]*\n +at /);
  });

  it('exits with 130 when a person ends a question with Ctrl-C', async () => {
    const error = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
    const run = await runCommand(Graph, ['local', '--json'], failing(error));
    expect(run.exitCode).toBe(130);
    expect(run.json()).toMatchObject({ error: { code: 'Interrupted' } });
  });

  it('leaves what comes after -- alone', async () => {
    const run = await runCommand(Graph, ['local', '--', '--json'], working);
    expect(run.exitCode).toBe(3);
    expect(run.out()).toBe('');
  });
});
