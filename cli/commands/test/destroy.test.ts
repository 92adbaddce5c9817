import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import type { DataStore } from '../../lifecycle/destroy/index.js';
import Destroy from '../destroy.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, deployment, deployResult, planResult, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const plan = planResult([stackPlan('network', [change('aws_vpc.vpc', 'delete')])]);

const store: DataStore = {
  stack: 'media',
  address: 'aws_s3_bucket.uploads',
  type: 'aws_s3_bucket',
  name: 'movies-local-uploads',
  holds: 'objects',
  lost: 'its objects and their earlier versions',
};

function destroying(stores: readonly DataStore[] = []) {
  const removed: string[] = [];
  return {
    removed,
    ...environmentsOf(environmentOf('local')),
    destroy: jest.fn<Operations['destroy']>(async (environment, { approve }) => {
      if (!(await approve(plan, stores)))
        throw new BacklotError({ code: 'Declined', message: 'declined; nothing was changed' });
      removed.push(environment.id);
      return deployResult([deployment('network', { add: 0, destroy: 3, resources: 0 })]);
    }),
  };
}

describe('destroy', () => {
  it('changes nothing and exits with 1 when the typed name differs', async () => {
    const operations = destroying();
    const run = await runCommand(Destroy, ['local'], operations, { tty: true, answers: ['no'] });
    expect(run.exitCode).toBe(1);
    expect(operations.removed).toEqual([]);
  });

  it('asks for the typed name, protected or not, after showing what goes', async () => {
    const operations = destroying();
    const run = await runCommand(Destroy, ['local'], operations, {
      tty: true,
      answers: ['local'],
      env: { NO_COLOR: '1' },
    });
    expect(run.asked).toEqual(['Type the name of the environment to destroy it:']);
    expect(run.err()).toContain('- aws_vpc.vpc  network');
    expect(run.out()).toMatch(/network +removed +-3 +0/);
  });

  it('wants --yes and --confirm without a terminal', async () => {
    const operations = destroying();
    const bare = await runCommand(Destroy, ['local', '--yes', '--json'], operations);
    expect(bare.exitCode).toBe(3);
    expect(bare.json()).toMatchObject({ error: { message: expect.stringContaining('--yes --confirm=local') } });
    const full = await runCommand(Destroy, ['local', '--yes', '--confirm=local', '--json'], operations);
    expect(full.exitCode).toBe(0);
    expect(full.json()).toMatchObject({ outcome: 'complete', totals: { destroy: 3 } });
    expect(operations.removed).toEqual(['local']);
  });

  it('asks for the name a second time where data goes, after naming what is lost', async () => {
    const operations = destroying([store]);
    const env = { NO_COLOR: '1' };
    const answers = ['local', 'local'];
    const run = await runCommand(Destroy, ['local', '--with-data'], operations, { tty: true, answers, env });
    expect(run.asked[1]).toBe("Type 'local' again to delete the data of the store above for good:");
    expect(run.err()).toContain('movies-local-uploads (s3 bucket) has objects: deleting it loses its objects');
    expect(operations.removed).toEqual(['local']);
  });

  it('changes nothing when the second name differs', async () => {
    const operations = destroying([store]);
    const options = { tty: true, answers: ['local', 'no'] };
    const run = await runCommand(Destroy, ['local', '--with-data'], operations, options);
    expect([run.exitCode, operations.removed]).toEqual([1, []]);
  });

  it('passes on whether data and state may go', async () => {
    const operations = destroying();
    await runCommand(Destroy, ['local', '--yes', '--confirm=local'], operations);
    const { withData = false, withState = false } = operations.destroy.mock.lastCall?.[1] ?? {};
    expect([withData, withState]).toEqual([false, false]);
    const flags = ['--with-data', '--with-state', '--yes', '--confirm=local', '--confirm-data=local'];
    await runCommand(Destroy, ['local', ...flags], operations);
    expect(operations.destroy.mock.lastCall?.[1]).toMatchObject({ withData: true, withState: true });
  });

  it.each([
    [['--with-data', '--yes', '--confirm=local'], 'AnswerMissing'],
    [['--with-data', '--yes', '--confirm=local', '--confirm-data=prod'], 'ConfirmationMismatch'],
    [['--yes', '--confirm=local', '--confirm-data=local'], 'FlagConflict'],
  ])('refuses %j without a terminal before any work', async (flags, code) => {
    const operations = destroying([store]);
    const run = await runCommand(Destroy, ['local', ...flags, '--json'], operations);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({ error: { code } });
    expect(operations.destroy).not.toHaveBeenCalled();
  });
});
