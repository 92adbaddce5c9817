import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import Destroy from '../destroy.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, deployment, deployResult, planResult, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const plan = planResult([stackPlan('network', [change('aws_vpc.vpc', 'delete')])]);

function destroying() {
  const removed: string[] = [];
  return {
    removed,
    ...environmentsOf(environmentOf('local')),
    destroy: jest.fn<Operations['destroy']>(async (environment, { approve }) => {
      if (!(await approve(plan)))
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
});
