import { describe, expect, it, jest } from '@jest/globals';
import type { Kubernetes } from '../../adapters/kubernetes/index.js';
import type { Operations } from '../../base-command/operations.js';
import ClusterUpgrade from '../cluster/upgrade.js';
import Events from '../events.js';
import Exec from '../exec.js';
import Logs from '../logs.js';
import Restart from '../restart.js';
import Scale from '../scale.js';
import {
  dayTwoOperations,
  logLine,
  restartResult,
  scalePlan,
  scaleResult,
  serviceEvent,
  upgradeResult,
} from './support/day-two.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const local = { ...environmentsOf(environmentOf('local')), ...dayTwoOperations };
const prod = { ...environmentsOf(environmentOf('prod', { protected: true })), ...dayTwoOperations };
const cluster = { access: { context: 'sandbox' } } as Kubernetes;
/** Asks before it scales, as the operation does. */
const asking = () =>
  jest.fn<Operations['scaleService']>(async (_environment, { approve }) => {
    if (!(await approve?.(scalePlan, cluster))) throw new Error('declined');
    return scaleResult;
  });

describe('logs', () => {
  it('makes lines that are JSON readable, and names pod and version', async () => {
    const run = await runCommand(Logs, ['local', 'api'], local);
    expect(run.out()).toBe('5d8f7c-abcde canary 10:00:01.123 ERROR no route status=502 path="/a b"\n');
  });

  it('leaves lines as they are with --raw', async () => {
    const run = await runCommand(Logs, ['local', 'api', '--raw'], local);
    expect(run.out()).toBe(`5d8f7c-abcde canary ${logLine.text}\n`);
  });

  it('prints an object per line with --json, and nothing behind them', async () => {
    const streamLogs: Operations['streamLogs'] = async (environment, options) => {
      options.onLine(logLine);
      return dayTwoOperations.streamLogs(environment, options);
    };
    const run = await runCommand(Logs, ['local', '--json'], { ...local, streamLogs });
    expect(
      run
        .out()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([logLine, logLine]);
  });

  it('hands on what it was asked for', async () => {
    const streamLogs = jest.fn<Operations['streamLogs']>(dayTwoOperations.streamLogs);
    const flags = ['--since=10m', '--tail=5', '--previous', '--version=canary', '--grep=5..', '-c', 'proxy'];
    await runCommand(Logs, ['local', 'api', ...flags], { ...local, streamLogs });
    expect(streamLogs.mock.calls[0]?.[1]).toMatchObject({
      services: ['api'],
      since: '10m',
      tail: 5,
      previous: true,
      version: 'canary',
      grep: '5..',
      container: 'proxy',
    });
  });
});

describe('events', () => {
  it('marks warnings, and counts pods that the same happened to', async () => {
    const run = await runCommand(Events, ['local'], local, { columns: 160 });
    expect(run.out()).toMatch(/! .* 7 +Pod api-5d8f7c-abcde and 2 more +BackOff +Back-off pulling image/);
  });

  it('prints an object per event while it watches with --json', async () => {
    const run = await runCommand(Events, ['local', '-w', '--json'], local);
    expect(run.json()).toEqual(serviceEvent);
  });
});

describe('scale', () => {
  it('shows what changes and what speaks against it, and asks', async () => {
    const scaleService = asking();
    const run = await runCommand(
      Scale,
      ['local', 'api', '6-12'],
      { ...local, scaleService },
      { tty: true, answers: [true] },
    );
    expect(run.err()).toMatch(/streaming\/api on sandbox: pods of its autoscaler 3–9 → .*6–12.*kept by deploys until/);
    expect(run.err()).toContain('! the nodes have room for 2 more');
    expect(run.out()).toContain('the file says 3–9');
  });

  it('changes nothing when a person declines', async () => {
    const options = { tty: true, answers: [false] };
    const run = await runCommand(Scale, ['local', 'api', '6'], { ...local, scaleService: asking() }, options);
    expect([run.exitCode, run.out()]).toEqual([1, '']);
  });

  it('fails without a terminal, naming the flags, before anything is done', async () => {
    const scaleService = asking();
    const run = await runCommand(Scale, ['prod', 'api', '6', '--yes'], { ...prod, scaleService });
    expect([run.exitCode, scaleService.mock.calls.length]).toEqual([3, 0]);
    expect(run.err()).toContain('--yes --confirm=prod');
  });

  it.each([[['local']], [['local', 'api']], [['local', 'api', '6', '--reset']], [['local', 'api', '6', 'x']]])(
    'refuses %j',
    async (argv) => {
      const run = await runCommand(Scale, [...argv, '--yes'], local);
      expect([run.exitCode, run.err().includes('name one service and its number of pods')]).toEqual([3, true]);
    },
  );
});

describe('restart', () => {
  it('exits with 69 when it is not over, and says how to go on', async () => {
    const run = await runCommand(Restart, ['local', 'api', '--yes', '--json'], local);
    expect(run.exitCode).toBe(69);
    expect(run.json()).toMatchObject({
      error: { code: 'RestartTimedOut', actions: ['backlot restart local api --yes'] },
    });
  });

  it('changes nothing when a person declines', async () => {
    const restartServices: Operations['restartServices'] = async (_environment, { approve }) => {
      if (!(await approve?.(restartResult.services, cluster))) throw new Error('declined');
      return restartResult;
    };
    const options = { tty: true, answers: [false] };
    const run = await runCommand(Restart, ['local', 'api'], { ...local, restartServices }, options);
    expect([run.exitCode, run.out()]).toEqual([1, '']);
  });
});

describe('exec', () => {
  it('hands the command on as it stands, flags too, and exits as it does', async () => {
    const execInService = jest.fn<Operations['execInService']>(dayTwoOperations.execInService);
    const run = await runCommand(Exec, ['local', 'api', '--', 'ls', '--json', '-la'], { ...local, execInService });
    expect(execInService.mock.calls[0]?.[1].command).toEqual(['ls', '--json', '-la']);
    expect([run.exitCode, run.out()]).toEqual([3, 'out\n']);
    expect(run.err()).toContain('err\n');
  });

  it('keeps what was written with --json', async () => {
    const run = await runCommand(Exec, ['local', 'api', '--json', '--', 'x'], local);
    expect(run.json()).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exitCode: 3, command: ['x'] });
  });

  it('is refused on a protected environment without its name, also on a terminal', async () => {
    const execInService = jest.fn<Operations['execInService']>(dayTwoOperations.execInService);
    const operations = { ...prod, execInService };
    const run = await runCommand(Exec, ['prod', 'api', '--', 'x'], operations, { tty: true });
    expect([run.exitCode, execInService.mock.calls.length]).toEqual([3, 0]);
    expect(run.err()).toContain('--confirm=prod');
    const wrong = await runCommand(Exec, ['prod', 'api', '--confirm=dev', '--', 'x'], operations);
    expect([wrong.exitCode, execInService.mock.calls.length]).toEqual([3, 0]);
    expect((await runCommand(Exec, ['prod', 'api', '--confirm=prod', '--', 'x'], operations)).exitCode).toBe(3);
    expect(execInService).toHaveBeenCalledTimes(1);
  });
});

describe('cluster upgrade', () => {
  it('exits with 2 when something blocks, and names it', async () => {
    const run = await runCommand(ClusterUpgrade, ['local'], local);
    expect(run.exitCode).toBe(2);
    expect(run.out()).toMatch(
      /✗ blocks +budgets +PodDisruptionBudget streaming\/api lets no pod go\n +Pod streaming\/api-1/,
    );
    expect(run.out()).toContain('Way back');
  });

  it('changes nothing when a person declines', async () => {
    const upgradeCluster: Operations['upgradeCluster'] = async (_environment, { approve, deployStack }) => {
      if (!(await approve?.({ ...upgradeResult, outcome: 'ready' }))) throw new Error('declined');
      await deployStack();
      return upgradeResult;
    };
    const deploy = jest.fn<Operations['deploy']>();
    const options = { tty: true, answers: [false] };
    const run = await runCommand(ClusterUpgrade, ['local'], { ...local, upgradeCluster, deploy }, options);
    expect([run.exitCode, deploy.mock.calls.length]).toEqual([1, 0]);
  });
});
