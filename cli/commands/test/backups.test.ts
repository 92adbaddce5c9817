import { describe, expect, it, jest } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import BackupsCreate from '../backups/create.js';
import BackupsList from '../backups/list.js';
import BackupsPrune from '../backups/prune.js';
import BackupsRestore from '../backups/restore.js';
import BackupsSchedule from '../backups/schedule.js';
import BackupsShow from '../backups/show.js';
import BackupsVerify from '../backups/verify.js';
import { backupOperations, backupProof, backupSet } from './support/backups.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { runCommand } from './support/run-command.js';

const fakes = { ...environmentsOf(environmentOf('local')), ...backupOperations };
const SET = '20261121t101717-3f9a';

describe('backups create', () => {
  it('shows what will be copied, then the set and how to prove it', async () => {
    const run = await runCommand(BackupsCreate, ['local', '--yes'], fakes);
    expect(run.err()).toContain('main (rds, movies-local-main)');
    expect(run.out()).toContain(`Backup set ${SET} is complete. Prove it: backlot backups verify local ${SET}`);
    expect(run.out()).toMatch(/main +rds +available +20 GiB +1 tables, 1000 rows/);
  });

  it('exits with 1 when a store has no copy', async () => {
    const createBackup = async () => backupSet({ state: 'partial' });
    expect((await runCommand(BackupsCreate, ['local', '--yes'], { ...fakes, createBackup })).exitCode).toBe(1);
  });

  it('needs an answer where nobody can be asked', async () => {
    const createBackup = jest.fn<Operations['createBackup']>(async () => backupSet());
    const run = await runCommand(BackupsCreate, ['local'], { ...fakes, createBackup });
    expect([run.exitCode, createBackup.mock.calls.length]).toEqual([3, 0]);
    expect(run.err()).toContain('--yes');
  });
});

describe('backups list', () => {
  it('tells age, size and proof, and exits with 2 for a manifest that is not what was written', async () => {
    const run = await runCommand(BackupsList, ['local'], fakes);
    expect(run.out()).toMatch(/complete +2 h +20 GiB +proven, RTO 61.5 s, RPO 2 m +main, cache \(failed\)/);
    expect(run.out()).toContain('local/backups/20261120t101717-3f9a.json: it is gone');
    expect(run.exitCode).toBe(2);
  });

  it('says how to make the first', async () => {
    const listBackups = async () => ({ backups: [], faults: [] });
    const run = await runCommand(BackupsList, ['local'], { ...fakes, listBackups });
    expect(run.out()).toBe("'local' has no backup set: backlot backups create local\n");
  });
});

describe('backups show', () => {
  it('tells the proof and the reason of a store without a copy', async () => {
    const run = await runCommand(BackupsShow, ['local', SET], fakes);
    expect(run.out()).toContain('proven at 2026-11-21T10:20:00.000Z, RTO 61.5 s');
    expect(run.out()).toContain('no room');
  });
});

describe('backups verify', () => {
  it('prints each assertion and the verdict', async () => {
    const run = await runCommand(BackupsVerify, ['local', '--yes'], fakes);
    expect(run.out()).toMatch(/main +rows of public.films +passed +1000 +1000/);
    expect(run.out()).toContain(`${SET} is proven: RTO 61.5 s, RPO 2 m`);
  });

  it('exits with 1 for what is not proven', async () => {
    const verifyBackup = async () => ({ environment: 'local', proof: backupProof('failed'), release: 4, stores: [] });
    const run = await runCommand(BackupsVerify, ['local', '--yes'], { ...fakes, verifyBackup });
    expect(run.exitCode).toBe(1);
    expect(run.out()).toContain('not proven');
  });
});

describe('backups restore', () => {
  it('prints where it is and how to change over', async () => {
    const run = await runCommand(BackupsRestore, ['local', SET, '--yes'], fakes);
    expect(run.out()).toContain(
      `main: movies-local-main-restored-${SET} at 127.0.0.1:5432, with movies-local-main-replica-1 (3.2 s)\n  1. stop what writes`,
    );
  });

  it('tells what followed, and fails for what does not', async () => {
    const settled = {
      stacks: ['data'],
      left: [{ stack: 'cluster', reason: 'what it was applied with is not on record' }],
    };
    const restoreBackup: Operations['restoreBackup'] = async (...args) => ({
      ...(await backupOperations.restoreBackup(...args)),
      settled,
    });
    const run = await runCommand(BackupsRestore, ['local', SET, '--yes'], { ...fakes, restoreBackup });
    expect(run.out()).toContain('Applied again, so that it follows: data');
    expect(run.out()).toContain("'cluster' does not follow yet: what it was applied with is not on record");
    expect(run.out()).toContain('backlot deploy local --only stacks');
    expect(run.exitCode).toBe(1);
  });

  it('in place wants the name of the environment, protected or not', async () => {
    const restoreBackup = jest.fn<Operations['restoreBackup']>(backupOperations.restoreBackup);
    const refused = await runCommand(BackupsRestore, ['local', SET, '--in-place', '--yes'], {
      ...fakes,
      restoreBackup,
    });
    expect([refused.exitCode, restoreBackup.mock.calls.length]).toEqual([3, 0]);
    expect(refused.err()).toContain('--confirm=local');
    const argv = ['local', SET, '--in-place', '--yes', '--confirm=local'];
    const run = await runCommand(BackupsRestore, argv, { ...fakes, restoreBackup });
    expect(restoreBackup.mock.calls[0]?.[1].inPlace).toBe(true);
    expect(run.out()).toContain('Safety backup: 20261121t111717-3f9a');
  });

  it('restores nothing when a person types another name', async () => {
    const asked: boolean[] = [];
    const restoreBackup: Operations['restoreBackup'] = async (_, { approve }) => {
      asked.push((await approve?.([])) ?? true);
      return backupOperations.restoreBackup(_, { set: SET });
    };
    const terminal = { tty: true, answers: ['prod'] };
    await runCommand(BackupsRestore, ['local', SET, '--in-place'], { ...fakes, restoreBackup }, terminal);
    expect(asked).toEqual([false]);
  });
});

describe('backups prune', () => {
  it('shows what goes and what stays, and names what could not go', async () => {
    const run = await runCommand(BackupsPrune, ['local', '--yes'], fakes);
    expect(run.err()).toContain('20251122t101717-3f9a stays: 364 days old, but the newest that was proven');
    expect(run.out()).toContain('z: the vault is locked');
    expect(run.err()).toContain(
      'w (rds) stays: what a restore put aside, with set 20251121t101717-0000; it holds 1 table, about 1,000 rows; it may have newer rows than what took its place; remove it: --restored w',
    );
    expect(run.exitCode).toBe(1);
  });

  it('asks about what a restore left by its name, and about nothing else', async () => {
    const refused = await runCommand(BackupsPrune, ['local', '--restored', 'w', '--yes'], fakes);
    expect([refused.exitCode, refused.err().includes('--confirm=local')]).toEqual([3, true]);
    const run = await runCommand(BackupsPrune, ['local', '--restored', 'w', '--yes', '--confirm=local'], fakes);
    expect(run.err()).toContain('Will be removed, with all that they hold:\n- w (rds): what a restore put aside');
    expect(run.err()).not.toContain('stays');
  });

  it('removes nothing when a person declines', async () => {
    const asked: boolean[] = [];
    const pruneBackups: Operations['pruneBackups'] = async (_, options) => {
      asked.push(
        (await options?.approve?.({ olderThan: '1d', sets: [], kept: [], orphans: [], leftovers: [] })) ?? true,
      );
      return backupOperations.pruneBackups(_, {});
    };
    await runCommand(BackupsPrune, ['local'], { ...fakes, pruneBackups }, { tty: true, answers: [false] });
    expect(asked).toEqual([false]);
  });
});

describe('backups schedule', () => {
  it('tells the next run and exits with 2 for what is missing', async () => {
    const run = await runCommand(BackupsSchedule, ['local'], fakes);
    expect(run.out()).toMatch(/daily +cron\(0 1 \* \* \? \*\) +35d +2026-11-22T01:00Z +2026-11-21T01:00Z FAILED/);
    expect(run.out()).toContain("! the last job of plan 'daily' is FAILED: no role");
    expect(run.exitCode).toBe(2);
  });
});
