import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { ensureEmulator, findPython, stopEmulator } from '../../aws/emulator/index.js';
import { databaseStatus, databasesFolder } from '../index.js';
import { countFilms, eventually, films, query, TestDatabases } from './test-databases.js';

jest.setTimeout(120_000);

let sandbox: TestDatabases;
beforeEach(async () => {
  sandbox = await TestDatabases.start();
});
afterEach(() => sandbox.dispose());

const keeper = join(import.meta.dirname, '..');

describe('an emulator that was cut off', () => {
  it('makes the server of an instance that has none: begun, or of a time before there were servers', async () => {
    const created = await sandbox.create('main');
    await stopEmulator();
    await rm(databasesFolder().root, { recursive: true });
    await ensureEmulator();
    const made = await sandbox.described('main');
    expect(made.DbiResourceId).toBe(created.DbiResourceId);
    expect(await query(made, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says of a restore that it will not finish, and lets it be repeated', async () => {
    await query(await sandbox.create('main'), films(3));
    await sandbox.snapshot('main', 'three');
    const restore = () =>
      sandbox.rds.restoreDBInstanceFromDBSnapshot({ DBInstanceIdentifier: 'copy', DBSnapshotIdentifier: 'three' });
    await restore();
    const { DbiResourceId = '' } = await sandbox.available('copy');
    await stopEmulator();
    const record = join(databasesFolder().servers, DbiResourceId, 'server.json');
    const { made: _, ...begun } = JSON.parse(await readFile(record, 'utf8'));
    await writeFile(record, JSON.stringify(begun));
    await ensureEmulator();
    await eventually('the verdict', async () => {
      const { DBInstanceStatus } = await sandbox.described('copy');
      return DBInstanceStatus === 'failed' || undefined;
    });
    expect(await databaseStatus()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ identifier: 'copy', failure: expect.stringContaining('restore it again') }),
      ]),
    );
    await sandbox.rds.deleteDBInstance({ DBInstanceIdentifier: 'copy', SkipFinalSnapshot: true });
    await restore();
    expect(await countFilms(await sandbox.available('copy'))).toBe(3);
  });
});

describe('the keeper', () => {
  it('says how much space is missing before it begins', async () => {
    const script = `import sys; sys.path.insert(0, ${JSON.stringify(keeper)}); sys.dont_write_bytecode = True
from keeper import files
files.check_space(${JSON.stringify(sandbox.machine.root)}, 10**18)`;
    const { path } = await findPython();
    const { stderr, exitCode } = await execa(path, ['-c', script], { reject: false });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /DiskFull: the disk of .* has \d+ MiB free, and \d+ MiB are needed: free some, or set BACKLOT_STATE_DIR/,
    );
  });
});
