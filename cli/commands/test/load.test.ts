import { describe, expect, it, jest } from '@jest/globals';
import type { LoadRun } from '../../../sandbox/cluster/agent/load-api.js';
import type { Operations } from '../../base-command/operations.js';
import SandboxLoad from '../sandbox/load.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { loadRun } from './support/load-run.js';
import { runCommand } from './support/run-command.js';

const cluster = { namespace: 'streaming' } as never;
const local = environmentOf('local', { cluster, services: { api: {}, processor: {} } as never });
const environments = environmentsOf(
  local,
  environmentOf('prod', { target: 'aws', cluster }),
  environmentOf('bare', { cluster: undefined }),
);
const report = (...runs: LoadRun[]) => ({
  model: true as const,
  note: 'a model of requests: no packets are sent',
  runs,
});

describe('sandbox load', () => {
  it('passes on what it is told, for the namespace of the environment', async () => {
    const runLoad = jest.fn<Operations['runLoad']>(async () => report(loadRun()));
    const run = await runCommand(
      SandboxLoad,
      ['api', '--rps=250', '--duration=6m', '--profile=spike', '--seed=7', '--cpu-per-request=4ms', '--detach'],
      { ...environments, runLoad },
    );
    expect(runLoad.mock.calls[0]?.[0]).toMatchObject({
      service: 'api',
      namespace: 'streaming',
      rps: 250,
      duration: '6m',
      profile: 'spike',
      seed: 7,
      cpuPerRequest: '4ms',
      detach: true,
    });
    expect(run.exitCode).toBe(0);
  });

  it('says that it is a model, and shows each version over time', async () => {
    const run = await runCommand(SandboxLoad, ['api'], { ...environments, runLoad: async () => report(loadRun()) });
    expect(run.out()).toMatch(
      /^a model of requests: no packets are sent\n\napi {2}50 requests\/s {2}finished {2}2 m 00 s/,
    );
    expect(run.out()).toMatch(/6000 sent, 12 failed, of these 2 found no ready pod\n/);
    expect(run.out()).toMatch(/64 s +50 +1\.0\.0 +stable +3 +3 +40\.1 +0 % +181 ms +410m +55 %\n/);
    expect(run.out()).toMatch(/64 s +50 +1\.1\.0 +canary +1 +1 +10 +5\.2 % +362 ms +98m +39 %\n/);
    expect(
      run
        .out()
        .split('\n')
        .filter((line) => line.includes('stable')),
    ).toHaveLength(16);
  });

  it('prints all samples with --json', async () => {
    const run = await runCommand(SandboxLoad, ['api', '--json'], {
      ...environments,
      runLoad: async () => report(loadRun()),
    });
    expect((run.json().runs as LoadRun[])[0]?.samples).toHaveLength(60);
  });

  it('exits with 130 when the run was stopped by Ctrl-C', async () => {
    const runLoad = async () => report({ ...loadRun(), state: 'stopped' as const });
    expect((await runCommand(SandboxLoad, ['api'], { ...environments, runLoad })).exitCode).toBe(130);
  });

  it('lists and stops, of one service or of all, in the environment that is meant', async () => {
    const listLoad = jest.fn<Operations['listLoad']>(async () => report());
    const stopLoad = jest.fn<Operations['stopLoad']>(async () => report({ ...loadRun(), state: 'stopped' }));
    const listed = await runCommand(SandboxLoad, ['--list'], { listLoad });
    expect(listed.out()).toBe('a model of requests: no packets are sent\nNothing runs.\n');
    expect((await runCommand(SandboxLoad, ['api', '--stop'], { stopLoad })).exitCode).toBe(0);
    expect(stopLoad.mock.calls[0]?.[0]).toEqual({ service: 'api', environment: 'local' });
  });

  it.each([
    [['api', '-e', 'prod'], 'NotASandbox'],
    [['api', '-e', 'bare'], 'NoCluster'],
    [[], 'ServiceMissing'],
    [['api', '--rps=0'], 'InvalidUsage'],
    [['api', '--profile=sine'], 'InvalidFlagValue'],
    [['--list', '--stop'], 'InvalidFlags'],
  ])('refuses %j with %s', async (argv, code) => {
    const run = await runCommand(SandboxLoad, [...argv, '--json'], environments);
    expect(run.json()).toMatchObject({ error: { code } });
    expect(run.exitCode).toBe(3);
  });

  it('names the services when none is named', async () => {
    expect((await runCommand(SandboxLoad, [], environments)).err()).toMatch(/name the service: api, processor/);
  });
});
