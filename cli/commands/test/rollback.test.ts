import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import type { Loss } from '../../delivery/losses/index.js';
import Rollback from '../rollback.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { rollbackPreviewOf, rollbackResult } from './support/releases.js';
import { runCommand } from './support/run-command.js';

const loss: Loss = {
  name: 'buckets.uploads',
  stack: 'media',
  address: 'aws_s3_bucket.bucket-uploads',
  type: 'aws_s3_bucket',
  physical: 'movies-prod-uploads',
  action: 'delete',
  holds: '3 objects, 12 B',
  lost: 'its objects and their earlier versions',
};

const prod = environmentOf('prod', { protected: true });

function rolling(result = rollbackResult()) {
  return {
    ...environmentsOf(environmentOf('local'), prod),
    rollback: jest.fn<Operations['rollback']>(async (_, { approve, found }) => {
      found?.();
      if (!(await approve(rollbackPreviewOf))) throw new BacklotError({ code: 'Declined', message: 'declined' });
      return result;
    }),
  };
}

describe('rollback', () => {
  it('changes nothing and exits with 1 when a person declines', async () => {
    const run = await runCommand(Rollback, ['local'], rolling(), { tty: true, answers: [false] });
    expect([run.exitCode, run.asked]).toEqual([1, ["Rollback 'local'?"]]);
    expect(run.out()).toBe('');
  });

  it('shows every layer as one diff before it asks', async () => {
    const run = await runCommand(Rollback, ['local'], rolling(), {
      tty: true,
      answers: [true],
      env: { NO_COLOR: '1' },
    });
    expect(run.err()).toContain('Release 3 → 2  made 2026-11-21T03:00:00Z by ann@build at c0ffee00');
    expect(run.err()).toContain('- aws_subnet.new  network');
    expect(run.err()).toContain('+ LimitRange streaming/defaults');
    expect(run.err()).toContain('~ api  api:1.2.0 → api:1.1.0');
    expect(run.err()).toContain('without the steps of a canary: api');
    expect(run.out()).toContain('release 4');
    expect(run.exitCode).toBe(0);
  });

  it('asks for the typed name of a protected environment, and takes it from --confirm', async () => {
    const asked = await runCommand(Rollback, ['prod'], rolling(), { tty: true, answers: ['no'] });
    expect([asked.asked, asked.exitCode]).toEqual([['Type the name of the environment to rollback it:'], 1]);
    const said = await runCommand(Rollback, ['prod', '--yes', '--confirm=prod'], rolling());
    expect(said.exitCode).toBe(0);
  });

  it('says that there is no release to go back to before it wants consent', async () => {
    const none = new BacklotError({ code: 'NoRelease', message: 'it has no release yet', exitCode: 3 });
    const rollback = async () => Promise.reject(none);
    const run = await runCommand(Rollback, ['local'], { ...rolling(), rollback });
    expect(run.err()).toContain('it has no release yet');
    const missing = await runCommand(Rollback, ['local'], rolling());
    expect([missing.exitCode, missing.err()]).toEqual([3, expect.stringContaining('pass --yes')]);
  });

  it('hands over the release and how far to go', async () => {
    const operations = rolling();
    await runCommand(Rollback, ['local', '2', '--services-only', '--service=api,web', '--wait', '--yes'], operations);
    expect(operations.rollback.mock.calls[0]?.[1]).toMatchObject({
      release: 2,
      servicesOnly: true,
      services: ['api', 'web'],
      wait: true,
    });
  });

  it('names a command that helps when a loss was named and there is no terminal to confirm it on', async () => {
    const operations = {
      ...rolling(),
      rollback: jest.fn<Operations['rollback']>(async (_, { confirmLosses }) => {
        const question = { reviewed: false, planId: 'abc', command: 'backlot rollback prod 2' };
        await confirmLosses?.([loss], question);
        return rollbackResult();
      }),
    };
    const flags = ['prod', '2', '--yes', '--confirm=prod', '--lose', 'buckets.uploads', '--json'];
    const run = await runCommand(Rollback, flags, operations);
    expect(run.exitCode).toBe(3);
    expect(run.json()).toMatchObject({
      error: {
        code: 'LossNotReviewed',
        message: expect.stringContaining('run it on a terminal, or bring back the services only'),
        actions: [
          'backlot rollback prod 2 --services-only --yes --confirm=prod --lose buckets.uploads',
          'backlot releases list prod',
        ],
      },
    });
  });

  it('refuses what is no number of a release', async () => {
    expect((await runCommand(Rollback, ['local', 'latest', '--yes'], rolling())).exitCode).toBe(3);
  });
});
