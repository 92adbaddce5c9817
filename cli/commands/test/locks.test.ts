import { describe, expect, it, jest } from '@jest/globals';
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

describe('locks release', () => {
  it('changes nothing and exits with 1 when a person declines', async () => {
    const releaseLock = jest.fn<Operations['releaseLock']>(async () => lock);
    const run = await runCommand(
      LocksRelease,
      ['local', '--lock=6d1f'],
      { ...local, releaseLock },
      { tty: true, answers: [false] },
    );
    expect([run.exitCode, releaseLock.mock.calls.length]).toEqual([1, 0]);
  });

  it('says whose lock it took away', async () => {
    const releaseLock = jest.fn<Operations['releaseLock']>(async () => lock);
    const run = await runCommand(LocksRelease, ['local', '--lock=6d1f', '--yes'], { ...local, releaseLock });
    expect(run.out()).toContain('Released: environment, deploy of ann@build since 2026-11-21T04:00:00.000Z');
  });
});
