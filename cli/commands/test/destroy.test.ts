import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import type { Loss } from '../../delivery/losses/index.js';
import Destroy from '../destroy.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, deployment, deployResult, planResult, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const plan = planResult([stackPlan('network', [change('aws_vpc.vpc', 'delete')])]);

const loss: Loss = {
  name: 'buckets.uploads',
  stack: 'media',
  address: 'aws_s3_bucket.bucket-uploads',
  type: 'aws_s3_bucket',
  physical: 'movies-local-uploads',
  action: 'delete',
  holds: '3 objects, 12 B',
  lost: 'its objects and their earlier versions',
};

function destroying(losses: readonly Loss[] = [], reviewed = false) {
  const removed: string[] = [];
  return {
    removed,
    ...environmentsOf(environmentOf('local')),
    destroy: jest.fn<Operations['destroy']>(async (environment, { approve, confirmLosses }) => {
      const agreed =
        (await approve(plan)) &&
        (losses.length === 0 ||
          (await confirmLosses?.(losses, { reviewed, planId: 'abc', command: 'backlot destroy local' })));
      if (!agreed) throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
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

  it('asks for the name of each store whose data goes, after telling what it holds', async () => {
    const operations = destroying([loss]);
    const env = { NO_COLOR: '1' };
    const answers = ['local', 'buckets.uploads'];
    const run = await runCommand(Destroy, ['local', '--lose', 'buckets.uploads'], operations, {
      tty: true,
      answers,
      env,
    });
    expect(run.asked[1]).toBe('Type buckets.uploads to lose what it holds:');
    expect(run.err()).toContain('buckets.uploads: bucket movies-local-uploads');
    expect(run.err()).toContain('holds 3 objects, 12 B');
    expect(operations.removed).toEqual(['local']);
    expect(operations.destroy.mock.lastCall?.[1]).toMatchObject({ lose: ['buckets.uploads'] });
  });

  it.each([['no'], ['local'], ['']])('changes nothing when %j is typed instead of the name', async (answer) => {
    const operations = destroying([loss]);
    const options = { tty: true, answers: ['local', answer] };
    const run = await runCommand(Destroy, ['local', '--lose', 'buckets.uploads'], operations, options);
    expect([run.exitCode, operations.removed]).toEqual([1, []]);
  });

  it('is refused without a terminal unless a saved plan lists the loss, whatever --yes says', async () => {
    const operations = destroying([loss]);
    const flags = ['local', '--yes', '--confirm=local', '--lose', 'buckets.uploads', '--json'];
    const run = await runCommand(Destroy, flags, operations);
    expect([run.exitCode, operations.removed]).toEqual([3, []]);
    expect(run.json()).toMatchObject({
      error: {
        code: 'LossNotReviewed',
        actions: ['backlot destroy local --plan abc --yes --confirm=local --lose buckets.uploads'],
      },
    });
    const reviewed = destroying([loss], true);
    const again = await runCommand(Destroy, [...flags, '--plan', 'abc'], reviewed);
    expect([again.exitCode, reviewed.removed]).toEqual([0, ['local']]);
    expect(reviewed.destroy.mock.lastCall?.[1]).toMatchObject({ planId: 'abc' });
  });

  it('keeps the state unless it is told to remove it', async () => {
    const operations = destroying();
    await runCommand(Destroy, ['local', '--yes', '--confirm=local'], operations);
    expect(operations.destroy.mock.lastCall?.[1].withState ?? false).toBe(false);
    await runCommand(Destroy, ['local', '--with-state', '--yes', '--confirm=local'], operations);
    expect(operations.destroy.mock.lastCall?.[1]).toMatchObject({ withState: true });
  });
});
