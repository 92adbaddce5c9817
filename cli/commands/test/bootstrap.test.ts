import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import Bootstrap from '../bootstrap.js';
import { bootstrapPreviewOf, bootstrapResult } from './support/bootstrap.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

function bootstrapping(result = bootstrapResult(), environment = environmentOf('local')) {
  const made: string[] = [];
  return {
    made,
    ...environmentsOf(environment),
    bootstrap: jest.fn<Operations['bootstrap']>(async ({ id }, { approve }) => {
      if (!(await approve(bootstrapPreviewOf()))) {
        throw new BacklotError({ code: 'Declined', message: 'cancelled: nothing was changed' });
      }
      made.push(id);
      return result;
    }),
  };
}

describe('bootstrap', () => {
  it('changes nothing and exits with 1 when declined', async () => {
    const operations = bootstrapping();
    const run = await runCommand(Bootstrap, ['local'], operations, { tty: true, answers: [false] });
    expect([run.exitCode, operations.made]).toEqual([1, []]);
  });

  it('shows account, region and what will be made before it asks', async () => {
    const operations = bootstrapping();
    const env = { NO_COLOR: '1' };
    const run = await runCommand(Bootstrap, ['local'], operations, { tty: true, answers: [true], env });
    expect(run.asked).toEqual(["Bootstrap 'local'?"]);
    expect(run.err()).toMatch(/account 000000000000 {2}region eu-central-1/);
    expect(run.err()).toMatch(/create +s3 bucket +backlot-local-state-000000000000/);
    expect(run.out()).toMatch(/created +s3 bucket +backlot-local-state-000000000000/);
    expect(run.out()).toContain("'local' is bootstrapped: 1 created, 1 adopted, 1 shared");
    expect(run.out()).toContain("made by 'backlot-dev'");
  });

  it('says that everything exists where nothing was changed', async () => {
    const things = [{ kind: 's3 bucket', name: 'x', status: 'exists' }] as const;
    const operations = bootstrapping(bootstrapResult({ changed: false, things }));
    const run = await runCommand(Bootstrap, ['local', '--yes'], operations);
    expect(run.exitCode).toBe(0);
    expect(run.out()).toContain('everything exists, nothing was changed');
  });

  it('wants --yes without a terminal, and the name too where the environment is protected', async () => {
    const bare = await runCommand(Bootstrap, ['local', '--json'], bootstrapping());
    expect(bare.exitCode).toBe(3);
    expect(bare.json()).toMatchObject({ error: { code: 'AnswerMissing' } });
    const guarded = bootstrapping(bootstrapResult(), environmentOf('prod', { protected: true }));
    const yes = await runCommand(Bootstrap, ['prod', '--yes', '--json'], guarded);
    expect(yes.json()).toMatchObject({ error: { message: expect.stringContaining('--yes --confirm=prod') } });
    expect(guarded.made).toEqual([]);
  });

  it('exits with 1 and the error when it failed', async () => {
    const error = { code: 'ApplyFailed', message: 'quota', source: 'upstream', actions: [] } as const;
    const operations = bootstrapping(bootstrapResult({ outcome: 'failed', error }));
    const run = await runCommand(Bootstrap, ['local', '--yes', '--json'], operations);
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'ApplyFailed' } });
  });

  it('prints the policies of the deploy role without an account', async () => {
    const role = bootstrapResult().deployRole;
    if (!role) throw new Error('no role');
    const operations = { ...environmentsOf(environmentOf('local')), deployRole: async () => role };
    const run = await runCommand(Bootstrap, ['local', '--print-policy'], operations);
    expect(JSON.parse(run.out())).toEqual(role);
  });
});
