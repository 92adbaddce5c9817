import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import Deploy from '../deploy.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, deployment, deployResult, planResult, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const plan = planResult([stackPlan('network', [change('aws_vpc.vpc', 'create'), change('aws_subnet.old', 'delete')])]);
const prod = environmentOf('prod', {
  target: 'aws',
  protected: true,
  aws: { accountId: '123456789012', region: 'eu-west-1' },
} as never);

/** A deploy that asks like the real one, and counts what it applied. */
function deploying(result = deployResult([deployment('network')])) {
  const applied: string[] = [];
  return {
    applied,
    ...environmentsOf(environmentOf('local'), prod),
    deploy: jest.fn<Operations['deploy']>(async (environment, { approve }) => {
      if (!(await approve(plan)))
        throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
      applied.push(environment.id);
      return result;
    }),
  };
}

describe('deploy', () => {
  it('changes nothing and exits with 1 when a person declines', async () => {
    const operations = deploying();
    const run = await runCommand(Deploy, ['local'], operations, { tty: true, answers: [false] });
    expect(run.exitCode).toBe(1);
    expect(operations.applied).toEqual([]);
    expect(run.err()).toContain('cancelled; nothing was changed');
  });

  it('shows account, region, environment and destroys first, before it asks', async () => {
    const run = await runCommand(Deploy, ['local'], deploying(), {
      tty: true,
      answers: [true],
      env: { NO_COLOR: '1' },
    });
    expect(run.asked).toEqual(["Deploy 'local'?"]);
    expect(run.err()).toMatch(/sandbox account 000000000000 {2}region eu-central-1 {2}environment local/);
    expect(run.err().indexOf('1 destroyed')).toBeLessThan(run.err().indexOf('1 created'));
    expect(run.err()).toContain('- aws_subnet.old  network');
    expect(run.out()).toMatch(/^stack +status +changes +resources +time/);
    expect(run.exitCode).toBe(0);
  });

  it('fails at once and names the flag when nobody can be asked', async () => {
    const operations = deploying();
    const run = await runCommand(Deploy, ['local', '--json'], operations);
    expect(run.exitCode).toBe(3);
    expect(operations.deploy).not.toHaveBeenCalled();
    expect(run.json()).toMatchObject({
      error: { code: 'AnswerMissing', message: expect.stringContaining('pass --yes') },
    });
  });

  it('does not ask on a terminal of a CI job or beside --events', async () => {
    expect((await runCommand(Deploy, ['local'], deploying(), { tty: true, env: { CI: 'true' } })).exitCode).toBe(3);
    expect((await runCommand(Deploy, ['local', '--events'], deploying(), { tty: true })).exitCode).toBe(3);
  });

  it('deploys with --yes, still showing what changes', async () => {
    const operations = deploying();
    const run = await runCommand(Deploy, ['local', '--yes'], operations);
    expect(operations.applied).toEqual(['local']);
    expect(run.err()).toContain('Plan 3f2a91');
  });

  describe('with --adopt', () => {
    const adopts = ['local', '--adopt', 'my-bucket'];

    it('asks for the typed id, also with --yes, and hands it on', async () => {
      for (const [flags, answers] of [
        [[], ['my-bucket', true]],
        [['--yes'], ['my-bucket']],
      ] as const) {
        const operations = deploying();
        const run = await runCommand(Deploy, [...adopts, ...flags], operations, { tty: true, answers: [...answers] });
        expect(run.asked[0]).toMatch(/^Type 'my-bucket' to take it in; from then on 'local' changes and removes it:$/);
        expect(operations.deploy.mock.calls[0]?.[1]).toMatchObject({ adopt: ['my-bucket'] });
        expect(operations.applied).toEqual(['local']);
      }
    });

    it('changes nothing when another id is typed', async () => {
      const operations = deploying();
      const run = await runCommand(Deploy, adopts, operations, { tty: true, answers: ['mine'] });
      expect(run.exitCode).toBe(1);
      expect(operations.deploy).not.toHaveBeenCalled();
      expect(run.err()).toContain("'my-bucket' is not taken in");
    });

    it('is answered by no --yes where nobody can be asked: a saved plan is named that can be', async () => {
      const operations = deploying();
      const run = await runCommand(Deploy, [...adopts, '--yes', '--json'], operations);
      expect(run.exitCode).toBe(3);
      expect(operations.deploy).not.toHaveBeenCalled();
      expect(run.json()).toMatchObject({
        error: { code: 'AnswerMissing', actions: ['backlot plan local --adopt my-bucket'] },
      });
    });
  });

  describe('of a protected environment', () => {
    it('asks for the typed name', async () => {
      const operations = deploying();
      const run = await runCommand(Deploy, ['prod'], operations, { tty: true, answers: ['prod'] });
      expect(run.asked).toEqual(['Type the name of the environment to deploy it:']);
      expect(operations.applied).toEqual(['prod']);
    });

    it('changes nothing when another name is typed', async () => {
      const operations = deploying();
      const run = await runCommand(Deploy, ['prod', '--yes'], operations, { tty: true, answers: ['dev'] });
      expect(run.exitCode).toBe(1);
      expect(operations.applied).toEqual([]);
    });

    it('does not take --yes alone', async () => {
      const run = await runCommand(Deploy, ['prod', '--yes', '--json'], deploying());
      expect(run.exitCode).toBe(3);
      expect(run.json()).toMatchObject({ error: { message: expect.stringContaining('pass --yes --confirm=prod') } });
    });

    it('takes --yes with its name', async () => {
      const operations = deploying();
      await runCommand(Deploy, ['prod', '--yes', '--confirm=prod'], operations);
      expect(operations.applied).toEqual(['prod']);
    });

    it('refuses the name of another, also from the variable', async () => {
      const operations = deploying();
      const run = await runCommand(Deploy, ['prod', '--yes', '--json'], operations, {
        env: { BACKLOT_CONFIRM: 'dev' },
      });
      expect(run.exitCode).toBe(3);
      expect(run.json()).toMatchObject({ error: { code: 'ConfirmationMismatch' } });
      expect(operations.deploy).not.toHaveBeenCalled();
    });
  });

  it('exits with 1 for a failed stack, 130 for an interrupt, 2 for changes when asked', async () => {
    const error = { code: 'ApplyFailed', message: 'quota', source: 'upstream', actions: ['backlot deploy local'] };
    const failed = deployResult([deployment('network', { status: 'failed', error })], { outcome: 'failed' });
    const run = await runCommand(Deploy, ['local', '-y', '--json'], deploying(failed));
    expect(run.exitCode).toBe(1);
    const actions = ['backlot deploy local -y'];
    expect(run.json()).toMatchObject({ outcome: 'failed', error: { ...error, actions } });
    const interrupted = deployResult([deployment('network')], {
      outcome: 'interrupted',
      actions: ['backlot deploy local'],
    });
    const stopped = await runCommand(Deploy, ['local', '-y'], deploying(interrupted));
    expect(stopped.exitCode).toBe(130);
    expect(stopped.out()).toContain('next: backlot deploy local -y\n');
    expect((await runCommand(Deploy, ['local', '-y', '--detailed-exitcode'], deploying())).exitCode).toBe(2);
  });

  it('passes the plan on, and wants one for --continue-deferred', async () => {
    const operations = deploying();
    await runCommand(Deploy, ['local', '-y', '--plan', '3f2a91', '--continue-deferred'], operations);
    expect(operations.deploy.mock.calls[0]?.[1]).toMatchObject({ planId: '3f2a91', continueDeferred: true });
    expect((await runCommand(Deploy, ['local', '-y', '--continue-deferred'], operations)).exitCode).toBe(3);
  });
});
