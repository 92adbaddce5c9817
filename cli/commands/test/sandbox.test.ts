import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import Down from '../down.js';
import SandboxCoverage from '../sandbox/coverage.js';
import SandboxDown from '../sandbox/down.js';
import SandboxReset from '../sandbox/reset.js';
import SandboxStatus from '../sandbox/status.js';
import SandboxUp from '../sandbox/up.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';
import { runningSandbox, stoppedSandbox } from './support/sandbox.js';

const resetting = () => ({
  sandboxStatus: async () => runningSandbox,
  sandboxReset: jest.fn<Operations['sandboxReset']>(async () => stoppedSandbox),
});

describe('sandbox', () => {
  it('up tells the endpoint and passes the port on', async () => {
    const sandboxUp = jest.fn<Operations['sandboxUp']>(async () => runningSandbox);
    const run = await runCommand(SandboxUp, ['--port', '4566'], { ...environmentsOf(), sandboxUp });
    expect(sandboxUp.mock.calls[0]?.[0]).toMatchObject({ port: 4566 });
    expect(run.out()).toMatch(/^sandbox +running\nendpoint +http:\/\/127\.0\.0\.1:4566\n/);
  });

  it('up tells how kubectl reaches the cluster, and how much memory each part of it holds', async () => {
    const sandboxUp = jest.fn<Operations['sandboxUp']>(async () => runningSandbox);
    const run = await runCommand(SandboxUp, [], { ...environmentsOf(), sandboxUp });
    expect(sandboxUp.mock.calls[0]?.[0]).toMatchObject({ cluster: true });
    expect(run.out()).toMatch(/cluster +running\nkubernetes +1\.35\.4\nserver +https:\/\/127\.0\.0\.1:6443/);
    expect(run.out()).toMatch(/kube-apiserver +1\.35\.4 +4250 +340 MiB +running/);
    expect(run.out()).toMatch(/agent +stopped/);
    expect(run.out()).toContain('export KUBECONFIG=/state/sandbox/cluster/kubeconfig');
  });

  it('up takes nodes and region from the environment, if it is one of the sandbox', async () => {
    const sandboxUp = jest.fn<Operations['sandboxUp']>(async () => runningSandbox);
    const [local, prod] = [environmentOf('local'), environmentOf('prod', { target: 'aws' })];
    const operations = { ...environmentsOf(local, prod), sandboxUp };
    await runCommand(SandboxUp, ['-e', 'local'], operations);
    await runCommand(SandboxUp, ['-e', 'prod'], operations);
    expect(sandboxUp.mock.calls.map(([options]) => options?.declared)).toEqual([local, undefined]);
  });

  it('up leaves the cluster alone with --no-cluster', async () => {
    const sandboxUp = jest.fn<Operations['sandboxUp']>(async () => stoppedSandbox);
    const run = await runCommand(SandboxUp, ['--no-cluster'], { ...environmentsOf(), sandboxUp });
    expect(sandboxUp.mock.calls[0]?.[0]).toMatchObject({ cluster: false });
    expect(run.out()).toMatch(/cluster +stopped/);
    expect(run.out()).not.toContain('KUBECONFIG');
  });

  it('up refuses what is no port', async () => {
    expect((await runCommand(SandboxUp, ['--port', '70000'], {})).exitCode).toBe(3);
  });

  it.each([SandboxDown, Down])('down says that data stays (%p)', async (Command) => {
    const sandboxDown = async () => ({ ...stoppedSandbox, stopped: true });
    const run = await runCommand(Command, [], { sandboxDown });
    expect(run.out()).toContain('its data is kept');
  });

  it('down says that nothing ran', async () => {
    const sandboxDown = async () => ({ ...stoppedSandbox, stopped: false });
    expect((await runCommand(SandboxDown, [], { sandboxDown })).out()).toContain('did not run');
  });

  it('status says where functions are not confined, and nothing where they are', async () => {
    const { aws } = runningSandbox;
    const unconfined = { ...runningSandbox, aws: { ...aws, unconfined: 'this system has no Landlock' } };
    const shown = await runCommand(SandboxStatus, [], { sandboxStatus: async () => unconfined });
    expect(shown.out()).toMatch(
      /functions +not confined, they run as any program of yours: this system has no Landlock/,
    );
    const run = await runCommand(SandboxStatus, [], { sandboxStatus: async () => runningSandbox });
    expect(run.out()).not.toContain('confined');
  });

  it('status shows each database, where it is, what it takes, and what is wrong with it', async () => {
    const run = await runCommand(SandboxStatus, [], { sandboxStatus: async () => runningSandbox });
    expect(run.out()).toMatch(/backlot-local-main\s+127\.0\.0\.1:20437\s+17\.10\s+4244\s+78 MiB\s+11 MiB\s+running/);
    expect(run.out()).toMatch(/backlot-local-old\s.*PostgreSQL ended with 1/);
  });

  it('status gives the endpoint under aws', async () => {
    const run = await runCommand(SandboxStatus, ['--json'], { sandboxStatus: async () => runningSandbox });
    expect(run.json()).toMatchObject({ aws: { endpoint: 'http://127.0.0.1:4566', healthy: true, pid: 4242 } });
  });

  it('reset deletes nothing when declined, and exits with 1', async () => {
    const operations = resetting();
    const run = await runCommand(SandboxReset, [], operations, { tty: true, answers: [false] });
    expect(run.exitCode).toBe(1);
    expect(run.err()).toContain('cancelled; nothing was changed');
    expect(operations.sandboxReset).not.toHaveBeenCalled();
  });

  it('reset names --yes when nobody can be asked', async () => {
    const operations = resetting();
    const run = await runCommand(SandboxReset, ['--json'], operations);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({ error: { code: 'AnswerMissing' } });
    expect(operations.sandboxReset).not.toHaveBeenCalled();
  });

  it('reset says what goes before it goes', async () => {
    const run = await runCommand(SandboxReset, ['--yes'], resetting());
    expect(run.err()).toContain('account 000000000000  region eu-central-1');
    expect(run.err()).toContain('will be deleted');
    expect(run.out()).toBe('The sandbox is empty.\n');
  });

  it('coverage looks at all environments, or at one', async () => {
    const coverage = {
      types: 3,
      emulated: 2,
      recorded: [{ type: 'aws_ecr_replication_configuration', reason: 'no replication' }],
      recordedAttributes: [],
      unhandled: [],
    };
    const sandboxCoverage = jest.fn<Operations['sandboxCoverage']>(async () => coverage);
    const operations = { ...environmentsOf(environmentOf('local'), environmentOf('prod')), sandboxCoverage };
    const run = await runCommand(SandboxCoverage, ['--json'], operations);
    await runCommand(SandboxCoverage, ['prod'], operations);
    expect(run.json()).toEqual(coverage);
    expect(sandboxCoverage.mock.calls.map(([environments]) => environments.map(({ id }) => id))).toEqual([
      ['local', 'prod'],
      ['prod'],
    ]);
  });

  it('coverage says how many arguments of emulated types are recorded only', async () => {
    const lost = { type: 'aws_vpc_endpoint', reason: 'not kept' };
    const coverage = {
      types: 1,
      emulated: 1,
      recorded: [],
      recordedAttributes: [
        { ...lost, attribute: 'policy' },
        { ...lost, attribute: 'private_dns_enabled' },
      ],
      unhandled: [],
    };
    const operations = { ...environmentsOf(environmentOf('local')), sandboxCoverage: async () => coverage };
    const run = await runCommand(SandboxCoverage, [], operations);
    expect(run.out()).toContain('of 1 emulated types 2 arguments are recorded only');
  });
});
