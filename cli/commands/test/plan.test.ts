import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import type { EnvironmentPlan } from '../../delivery/plan/index.js';
import Plan from '../plan.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, planResult, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const changed = planResult([stackPlan('network', [change('aws_vpc.vpc', 'create')])]);
const unchanged = planResult([stackPlan('network', [])]);

function planning(result: EnvironmentPlan = changed) {
  return {
    ...environmentsOf(environmentOf('local'), environmentOf('prod')),
    plan: jest.fn<Operations['plan']>(async (_environment, options) => {
      options?.progress?.emit({ type: 'step-started', id: 'plan/network', title: 'network' });
      options?.progress?.emit({ type: 'step-finished', id: 'plan/network', status: 'done', durationMs: 5 });
      return result;
    }),
  };
}

describe('plan', () => {
  it('prints account, region, environment and changes on stdout and progress on stderr', async () => {
    const run = await runCommand(Plan, ['local'], planning());
    expect(run.out()).toMatch(/^sandbox account 000000000000 {2}region eu-central-1 {2}environment local\n/);
    expect(run.out()).toContain('+ 1 in network  vpc');
    expect(run.out()).toContain('Apply exactly this: backlot deploy local --plan 3f2a91');
    expect(run.err()).toMatch(/^\d\d:\d\d:\d\d network {10}done {2}in 5 ms\n$/);
    expect(run.exitCode).toBe(0);
  });

  it('exits with 2 for changes only when asked to', async () => {
    expect((await runCommand(Plan, ['local'], planning())).exitCode).toBe(0);
    expect((await runCommand(Plan, ['local', '--detailed-exitcode'], planning())).exitCode).toBe(2);
    expect((await runCommand(Plan, ['local', '--detailed-exitcode'], planning(unchanged))).exitCode).toBe(0);
  });

  it('shows what would change in the services, or why that cannot be told', async () => {
    const update = { service: 'api', action: 'update', image: 'r/api:1.4.0', previousImage: 'r/api:1.3.0' } as const;
    const api = { ...update, canary: true, values: [], chartChanged: false };
    const operations = planning({ ...unchanged, services: { changes: [api] }, hasChanges: true });
    const run = await runCommand(Plan, ['local', '--image', 'api=1.4.0', '--context', 'kind'], operations);
    expect(run.out()).toContain('~ api  api:1.3.0 → api:1.4.0  by canary');
    expect(run.out()).toContain('Apply exactly this: backlot deploy local --plan 3f2a91');
    expect(operations.plan.mock.calls[0]?.[1]).toMatchObject({ images: { api: '1.4.0' }, context: 'kind' });
    const unknown = planning({ ...unchanged, services: { unknown: 'the cluster does not answer' } });
    expect((await runCommand(Plan, ['local'], unknown)).out()).toContain(
      'Services: not compared, the cluster does not answer',
    );
    const same = planning({ ...unchanged, services: { changes: [{ ...api, action: 'unchanged' }] } });
    expect((await runCommand(Plan, ['local'], same)).out()).toContain('1 service: no changes');
  });

  it('exits with 1 when a stack could not be planned, whatever else changed, and reports the error', async () => {
    const error = { code: 'PlanFailed', message: 'no', source: 'upstream', actions: [] };
    const failed = planResult([...changed.stacks, stackPlan('data', [], { status: 'failed', error })]);
    const run = await runCommand(Plan, ['local', '--detailed-exitcode', '--json'], planning(failed));
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({ planId: '3f2a91', error });
  });

  it('passes on stacks, parallelism and --no-refresh', async () => {
    const operations = planning();
    await runCommand(
      Plan,
      ['local', '-s', 'network', '--stack', 'data', '--parallelism=2', '--no-refresh'],
      operations,
    );
    expect(operations.plan.mock.calls[0]?.[1]).toMatchObject({
      stacks: ['network', 'data'],
      parallelism: 2,
      refresh: false,
    });
  });

  it('takes flags before variables, and variables before defaults', async () => {
    const env = {
      BACKLOT_STACK: 'network,data',
      BACKLOT_PARALLELISM: '3',
      BACKLOT_ENVIRONMENT: 'prod',
      BACKLOT_REFRESH: 'false',
    };
    const operations = planning();
    await runCommand(Plan, [], operations, { env });
    await runCommand(Plan, ['local', '--parallelism', '5'], operations, { env });
    const [first, second] = operations.plan.mock.calls;
    expect([first?.[0].id, first?.[1]?.parallelism]).toEqual(['prod', 3]);
    expect(first?.[1]).toMatchObject({ stacks: ['network', 'data'], refresh: false });
    expect([second?.[0].id, second?.[1]?.parallelism]).toEqual(['local', 5]);
  });

  it('names the environments when none is given and nobody can be asked', async () => {
    const run = await runCommand(Plan, ['--json'], planning());
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: {
        code: 'EnvironmentMissing',
        message: 'name the environment: local, prod; or set BACKLOT_ENVIRONMENT',
        actions: ['backlot plan local', 'backlot plan prod'],
      },
    });
  });

  it('lets a person pick the environment', async () => {
    const operations = planning();
    const run = await runCommand(Plan, [], operations, { tty: true, answers: ['prod'] });
    expect(run.asked).toEqual(['Which environment?']);
    expect(operations.plan.mock.calls[0]?.[0].id).toBe('prod');
  });
});
