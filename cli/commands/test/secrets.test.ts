import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import SecretsConsumers from '../secrets/consumers.js';
import SecretsList from '../secrets/list.js';
import SecretsRotate from '../secrets/rotate.js';
import SecretsSet from '../secrets/set.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';
import { consumer, consumers, secretOperations } from './support/secrets.js';

const environments = {
  ...environmentsOf(environmentOf('local'), environmentOf('prod', { protected: true })),
  declaredSecret: secretOperations.declaredSecret,
};
const setting = () => jest.fn<Operations['setSecret']>(secretOperations.setSecret);
const rotating = () => jest.fn<Operations['rotateSecret']>(secretOperations.rotateSecret);

describe('secrets list', () => {
  it('tells age, rotation and consumers of each, and which has no value', async () => {
    const run = await runCommand(SecretsList, ['local'], { ...environments, ...secretOperations });
    expect(run.out()).toMatch(/token +\/movies\/local\/token +set +1 hour +every 30d, by AWS +2 +at 'replace'/);
    expect(run.out()).toMatch(/rds\/main +- +not there +- +every 7d, by RDS +0/);
  });
});

describe('secrets consumers', () => {
  it('tells pods by version, and what to do about those that are behind', async () => {
    const behind = { ...consumer, pods: { current: 1, old: 2, unknown: 0, ready: 1, desired: 3 } };
    const actions = ['backlot secrets rotate local token --rollout-only'];
    const secretConsumers = async () => ({ ...consumers, consumers: [behind], moved: false, actions });
    const run = await runCommand(SecretsConsumers, ['local', 'token'], { ...environments, secretConsumers });
    expect(run.out()).toMatch(/api +needs +Rollout +TOKEN +1 +2 +0/);
    expect(run.out()).toContain('Next: backlot secrets rotate local token --rollout-only');
  });

  it('names what is missing', async () => {
    const run = await runCommand(SecretsConsumers, ['local'], { ...environments, ...secretOperations });
    expect([run.exitCode, run.err()]).toEqual([3, expect.stringContaining('name the environment and the secret')]);
  });
});

describe('a secret that is not declared', () => {
  it.each([
    ['set', SecretsSet],
    ['rotate', SecretsRotate],
  ])('is refused by %s before a value or consent is asked for', async (_, Command) => {
    const declaredSecret = async () => {
      throw new BacklotError({ code: 'UnknownSecret', message: "no secret 'tokn'", exitCode: 3 });
    };
    const run = await runCommand(Command, ['local', 'tokn'], { ...environments, declaredSecret }, { tty: true });
    expect([run.exitCode, run.asked, run.err()]).toEqual([3, [], expect.stringContaining("no secret 'tokn'")]);
    const mute = await runCommand(Command, ['local', 'tokn'], { ...environments, declaredSecret });
    expect(mute.err()).not.toContain('--yes');
  });
});

describe('secrets set', () => {
  it('reads the value from stdin, in whatever pieces it comes', async () => {
    const setSecret = setting();
    const run = await runCommand(
      SecretsSet,
      ['local', 'token', '--yes', '--key=password', '--rollout', '--timeout=5m'],
      { ...environments, setSecret },
      { input: ['hun', Buffer.from('ter2\n')] },
    );
    expect(setSecret).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'local' }),
      'token',
      'hunter2\n',
      expect.objectContaining({ key: 'password', rollout: true, timeoutMs: 300_000 }),
    );
    expect(run.out()).toContain('is set: version v2; v1 is the one before');
    expect(run.out()).toContain('The newline at the end of what was read is not part of the value.');
    expect(run.out() + run.err()).not.toContain('hunter2');
  });

  it('asks for it on a terminal, unseen, before it asks whether to go on', async () => {
    const setSecret = setting();
    const run = await runCommand(
      SecretsSet,
      ['local', 'token'],
      { ...environments, setSecret },
      { tty: true, answers: ['hunter2', false] },
    );
    expect(run.asked).toEqual(['Value of token (not shown):', "Secrets set 'local'?"]);
    expect([run.exitCode, setSecret.mock.calls.length]).toEqual([1, 0]);
    expect(run.out() + run.err()).not.toContain('hunter2');
  });

  it.each([
    [['local', 'token', 'hunter2', '--yes'], {}],
    [['local', 'token=hunter2', '--yes'], {}],
    [['local', 'token', '--value=hunter2', '--yes'], {}],
    [['local', 'token', '--yes'], { BACKLOT_SECRET_VALUE: 'hunter2' }],
  ])('refuses a value in %j %j without repeating it', async (argv, env) => {
    const setSecret = setting();
    const run = await runCommand(SecretsSet, argv, { ...environments, setSecret }, { env: env as never });
    expect([run.exitCode, setSecret.mock.calls.length]).toEqual([3, 0]);
    expect(run.err()).toContain('values are read from stdin only');
    expect(run.out() + run.err()).not.toContain('hunter2');
  });

  it('says what to do when nothing is piped in, and stops reading at 64 KiB', async () => {
    const empty = await runCommand(SecretsSet, ['local', 'token', '--yes'], { ...environments, setSecret: setting() });
    expect(empty.err()).toContain('backlot secrets set local token --yes < value.txt');
    const setSecret = setting();
    const input = Array.from({ length: 3 }, () => Buffer.alloc(32 * 1024, 'x'));
    const long = await runCommand(SecretsSet, ['local', 'token', '--yes'], { ...environments, setSecret }, { input });
    expect([long.exitCode, setSecret.mock.calls.length]).toEqual([3, 0]);
    expect(long.err()).toContain('64 KiB');
  });

  it('asks for the name of a protected environment', async () => {
    const setSecret = setting();
    const run = await runCommand(
      SecretsSet,
      ['prod', 'token', '--yes'],
      { ...environments, setSecret },
      { input: ['x'] },
    );
    expect([run.exitCode, setSecret.mock.calls.length]).toEqual([3, 0]);
    expect(run.err()).toContain('--yes --confirm=prod');
  });
});

describe('secrets rotate', () => {
  it('prints each step, and per consumer the pods that have moved', async () => {
    const rotateSecret = rotating();
    const run = await runCommand(SecretsRotate, ['local', 'token', '--yes'], { ...environments, rotateSecret });
    expect(run.out()).toMatch(/create +before +version v2\nmove +41\.0 s +api 3 of 3 pods/);
    expect(run.out()).toMatch(/api +needs +Rollout +TOKEN +3 +0 +0/);
    expect(run.out()).toContain('/movies/local/token is rotated: version v2; v1 is retired.');
    expect(run.err()).toContain('then the old credential is invalidated');
  });

  it('changes nothing and exits with 1 when a person declines', async () => {
    const rotateSecret = rotating();
    const run = await runCommand(
      SecretsRotate,
      ['local', 'token'],
      { ...environments, rotateSecret },
      { tty: true, answers: [false] },
    );
    expect([run.exitCode, rotateSecret.mock.calls.length]).toEqual([1, 0]);
  });

  it('takes a value that somebody else made from stdin', async () => {
    const rotateSecret = rotating();
    const argv = ['local', 'token', '--stdin', '--yes'];
    await runCommand(SecretsRotate, argv, { ...environments, rotateSecret }, { input: ['hunter2\n'] });
    expect(rotateSecret.mock.calls[0]?.[2]).toMatchObject({ given: 'hunter2\n' });
  });

  it('takes only one of going back, moving and a value', async () => {
    const argv = ['local', 'token', '--abort', '--rollout-only', '--yes'];
    const run = await runCommand(SecretsRotate, argv, { ...environments, rotateSecret: rotating() });
    expect(run.exitCode).toBe(3);
  });
});
