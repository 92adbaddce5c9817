import { describe, expect, it, jest } from '@jest/globals';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Operations } from '../../base-command/operations.js';
import LocksList from '../locks/list.js';
import LocksRelease from '../locks/release.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const lock = {
  subject: 'environment',
  id: '6d1f',
  who: 'ann@build',
  operation: 'deploy',
  since: '2026-11-21T04:00:00.000Z',
  ageSeconds: 41,
  alive: false,
};
const local = environmentsOf(environmentOf('local'));

describe('locks list', () => {
  it('tells a dead holder from a living one, and says nothing of what cannot be known', async () => {
    const listLocks = async () => [
      lock,
      { ...lock, subject: 'data', ageSeconds: undefined, alive: undefined },
      { ...lock, alive: true, ageSeconds: 3 },
    ];
    const run = await runCommand(LocksList, ['local'], { ...local, listLocks });
    expect(run.out()).toMatch(/environment +deploy +ann@build +2026-11-21T04:00:00Z +dead/);
    expect(run.out()).toMatch(/data .* unknown/);
    expect(run.out()).toMatch(/alive 3 s ago/);
  });

  it('says when nobody holds one', async () => {
    const run = await runCommand(LocksList, ['local'], { ...local, listLocks: async () => [] });
    expect(run.out()).toBe("Nobody holds a lock of 'local'.\n");
  });
});

/** Releases as the operation does: it asks once the lock was found. */
const releasing = (known = lock) =>
  jest.fn<Operations['releaseLock']>(async (_, id, { approve } = {}) => {
    if (id !== known.id) throw new BacklotError({ code: 'UnknownLock', message: `no lock '${id}'`, exitCode: 3 });
    if (approve && !(await approve(known))) throw new BacklotError({ code: 'Declined', message: 'cancelled' });
    return known;
  });

describe('locks release', () => {
  it('exits with 1 when a person declines, who was told whose lock it is', async () => {
    const operations = { ...local, releaseLock: releasing() };
    const run = await runCommand(LocksRelease, ['local', '--lock=6d1f'], operations, { tty: true, answers: [false] });
    expect([run.exitCode, run.out()]).toEqual([1, '']);
    expect(run.err()).toContain('The lock 6d1f will be taken away: environment, deploy of ann@build');
  });

  it('says whose lock it took away', async () => {
    const run = await runCommand(LocksRelease, ['local', '--lock=6d1f', '--yes'], {
      ...local,
      releaseLock: releasing(),
    });
    expect(run.out()).toContain('Released: environment, deploy of ann@build since 2026-11-21T04:00:00.000Z');
  });

  it('says that there is no such lock before it wants consent, and wants it for one that there is', async () => {
    const operations = { ...local, releaseLock: releasing() };
    const wrong = await runCommand(LocksRelease, ['local', '--lock=nope'], operations);
    expect([wrong.exitCode, wrong.err()]).toEqual([3, expect.stringContaining("no lock 'nope'")]);
    const right = await runCommand(LocksRelease, ['local', '--lock=6d1f'], operations);
    expect(right.err()).toContain('pass --yes');
  });
});
