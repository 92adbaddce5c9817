import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DirectSql } from '../../../adapters/backups/index.js';
import { PostgresProcess } from '../../secrets/test/fixtures/postgres-process.js';
import { type BackupOptions, createBackup, verifyBackup } from '../index.js';
import { Bench, environment as bare } from './fixtures/bench.js';
import { DatabaseStore, MAIN } from './fixtures/database-store.js';

const MASTER = { user: 'app', password: 'of-the-master' };

let server: PostgresProcess;
let bench: Bench;
let main: DatabaseStore;
let options: BackupOptions;
beforeAll(async () => {
  server = await PostgresProcess.start();
}, 60_000);
afterAll(() => server?.stop());
beforeEach(async () => {
  bench = await Bench.start();
  // As on RDS: no superuser, but may make roles and databases.
  await asAdmin(
    `create role app login createrole createdb password '${MASTER.password}'`,
    'create database films owner app',
  );
  main = new DatabaseStore(server.port, { ...MASTER, database: 'films' });
  options = {
    ...bench.options,
    tools: {
      lookEveryMs: 5,
      stores: async () => [MAIN],
      adapters: async () => new Map([['rds', main]]),
      sql: async () => new DirectSql(),
    },
  };
});
afterEach(async () => {
  await bench.stop();
  const databases = (await asAdmin('select datname from pg_database')).map(({ datname }) => String(datname));
  for (const name of databases) {
    if (!/^(template.|postgres)$/.test(name)) await asAdmin(`drop database "${name}" with (force)`);
  }
  const roles = await asAdmin(
    "select rolname from pg_roles where rolname !~ '^(pg_|platform$)' order by rolname = 'app'",
  );
  for (const { rolname } of roles) {
    await asAdmin(`drop owned by "${rolname}" cascade`, `drop role "${rolname}"`);
  }
});

async function on(database: string, login: { user: string; password: string }, ...statements: string[]) {
  const client = new pg.Client({ ...login, host: '127.0.0.1', port: server.port, database });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const text of statements) ({ rows } = await client.query(text));
    return rows;
  } finally {
    await client.end();
  }
}

const asAdmin = (...statements: string[]) => on('postgres', server.admin, ...statements);
const asMaster = (...statements: string[]) => on('films', MASTER, ...statements);
const adminOf = (database: string, ...statements: string[]) => on(database, server.admin, ...statements);

/** What a proof of a new backup says: its outcome, and each check that isn't simply passed. */
async function prove(environment = bare) {
  const set = await createBackup(environment, options);
  const { proof } = await verifyBackup(environment, { ...options, set: set.id });
  const told = (outcome: string) =>
    proof.assertions.flatMap((each) => (each.outcome === outcome ? [`${each.name}: ${each.actual}`] : []));
  return {
    set,
    contents: set.stores[0]?.contents,
    outcome: proof.outcome,
    failed: told('failed'),
    noted: told('noted'),
    passed: told('passed'),
  };
}

describe('a proof of a database server', () => {
  it('reads what services own by roles that the master made, and leaves nothing of that behind', async () => {
    await asMaster(
      "create role catalog login password 'x'",
      'create schema catalog',
      'grant usage, create on schema catalog to catalog',
    );
    await on(
      'films',
      { user: 'catalog', password: 'x' },
      'create table catalog.films as select n from generate_series(1, 7) n',
    );
    await expect(asMaster('select count(*) from catalog.films')).rejects.toThrow('permission denied');
    const memberships = () => asAdmin('select count(*) from pg_auth_members');
    const before = await memberships();
    const { contents, failed, outcome, passed } = await prove();
    expect([outcome, failed]).toEqual(['proven', []]);
    expect(contents?.tables).toEqual([
      { table: 'catalog.films', rows: 7, checksum: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    expect(passed).toContain('rows of catalog.films: 7');
    expect(await memberships()).toEqual(before);
    await expect(asMaster('select count(*) from catalog.films')).rejects.toThrow('permission denied');
  });

  it('is none as long as a table can’t be read, and says what mends it', async () => {
    await asAdmin('create role stranger');
    await adminOf('films', 'create table secret as select 1 as n', 'alter table secret owner to stranger');
    const { failed, outcome } = await prove();
    expect(outcome).toBe('failed');
    expect(failed).toEqual([
      'rows of public.secret: not read: permission denied for table secret: grant its owner\'s role, or select on public.secret, to "app"; then make a new set: backlot backups create bench',
    ]);
    expect(bench.notes.join('\n')).toMatch(/this copy of main can't be proven: rows of public.secret: not read/);
    await adminOf('films', 'grant select on secret to app');
    expect((await prove()).outcome).toBe('proven');
  });

  it('names rows that row-level security hides, instead of counting those that it shows', async () => {
    await adminOf(
      'films',
      'create role tenant',
      'create table orders as select n from generate_series(1, 5) n',
      'alter table orders owner to tenant',
      'alter table orders enable row level security',
      'create policy visible on orders using (n < 3)',
      'grant select on orders to app',
    );
    const { failed, outcome } = await prove();
    expect([outcome, failed[0]]).toEqual(['failed', expect.stringContaining('row-level security')]);
    await asAdmin('grant tenant to app');
    expect((await prove()).passed).toContain('rows of public.orders: 5');
  });

  it('looks into every database, and into one with a name of any letters', async () => {
    await asMaster('create table films as select 1 as n', 'create database "Re-ports 2.0"');
    await on('Re-ports 2.0', MASTER, 'create table views as select n from generate_series(1, 9) n');
    const { contents, outcome, passed } = await prove();
    expect(outcome).toBe('proven');
    expect(contents?.databases).toEqual(['films', 'postgres', 'Re-ports 2.0'].sort());
    expect(passed).toEqual(
      expect.arrayContaining(['rows of public.films: 1', 'rows of Re-ports 2.0: public.views: 9']),
    );
    main.recovering = async () => void (await on('Re-ports 2.0', MASTER, 'delete from views where n > 3'));
    expect((await prove()).failed).toContain('rows of Re-ports 2.0: public.views: 3');
  });

  it('names a database that lets nobody in, and is none until it does', async () => {
    await asMaster('create table films as select 1 as n');
    await asAdmin('create database closed', 'revoke connect on database closed from public');
    const { failed, outcome } = await prove();
    expect([outcome, failed]).toEqual([
      'failed',
      [
        'database closed: not read: app may not connect: grant connect on database "closed" to "app"; then make a new set: backlot backups create bench',
      ],
    ]);
    await asAdmin('grant connect on database closed to app');
    expect((await prove()).outcome).toBe('proven');
  });

  it.each(['films.2024', 'Films', 'the films', 'say "hi"', 'fi;lms--', 'ü 🎬', 'user', 't'])(
    'counts a table and a schema named %j',
    async (name) => {
      const quoted = pg.escapeIdentifier(name);
      await asMaster(
        `create schema ${quoted}`,
        `create table ${quoted}.${quoted} as select n as t from generate_series(1, 3) n`,
      );
      const { outcome, passed } = await prove();
      expect(outcome).toBe('proven');
      expect(passed.filter((each) => / 3$/.test(each.replace(/:/g, ' ').replace(/ +/g, ' ')))).toHaveLength(1);
      main.recovering = async () => void (await asMaster(`update ${quoted}.${quoted} set t = 0 where t = 1`));
      expect((await prove()).failed).toEqual([expect.stringMatching(/^checksum of /)]);
    },
  );

  it('estimates a table of more than a million rows by a sample, says so, and finds what is missing', async () => {
    await asMaster('create table big as select n, md5(n::text) as x from generate_series(1, 1200000) n', 'analyze big');
    const { contents, outcome, passed } = await prove();
    expect(outcome).toBe('proven');
    const [big] = contents?.tables ?? [];
    expect(big?.sampled).toBeGreaterThan(0);
    expect(Math.abs((big?.rows ?? 0) - 1_200_000)).toBeLessThan(300_000);
    expect(big?.checksum).toBeDefined();
    expect(passed).toContain(`rows of public.big (estimate): ${big?.rows}`);
    expect(passed).toContain(`checksum of public.big (of the sample): ${big?.checksum}`);
    main.recovering = async () => void (await asMaster('delete from big where n % 10 = 0'));
    const gone = await prove();
    expect([gone.outcome, gone.failed[0]]).toEqual([
      'failed',
      expect.stringMatching(/^rows of public.big \(estimate\): /),
    ]);
  }, 60_000);

  it('names an UNLOGGED table, which no copy holds, until it is logged or left out', async () => {
    await asMaster(
      'create table films as select 1 as n',
      'create unlogged table session as select n from generate_series(1, 4) n',
    );
    main.recovering = async () =>
      void (await asMaster(
        "do $$begin if (select relpersistence from pg_class where relname = 'session') = 'u' then truncate session; end if; end$$",
      ));
    const { failed, outcome } = await prove();
    expect([outcome, failed]).toEqual([
      'failed',
      [expect.stringMatching(/^rows of public.session: UNLOGGED: .* alter table public.session set logged/)],
    ]);
    expect(await prove()).toMatchObject({ outcome: 'proven', noted: [] });
    await asMaster('insert into session values (1)', 'alter table session set logged');
    expect((await prove()).outcome).toBe('proven');
    const except = { main: [{ tables: 'session*', reason: 'services make them again' }] };
    const proof = { maxAge: '7d', assertions: {}, except };
    await asMaster('alter table session set unlogged');
    const left = await prove({ ...bare, backup: { plans: {}, proof } } as unknown as typeof bare);
    expect([left.outcome, left.noted]).toEqual([
      'proven',
      ['public.session: left out by backup.proof.except: services make them again'],
    ]);
  });

  it('counts partitions once, materialized views, and children for themselves; views and other servers’ tables not', async () => {
    await adminOf(
      'films',
      'create extension postgres_fdw',
      "create server other foreign data wrapper postgres_fdw options (host '127.0.0.1', port '1')",
      'grant usage on foreign server other to app',
    );
    await asMaster(
      'create table events (at int, x text) partition by range (at)',
      'create table events_1 partition of events for values from (0) to (10)',
      'create table events_2 partition of events for values from (10) to (20) partition by range (at)',
      'create table events_2_1 partition of events_2 for values from (10) to (20)',
      'insert into events select n, null from generate_series(0, 19) n',
      'create table parent as select 1 as n',
      'create table child () inherits (parent)',
      'insert into child values (2), (3)',
      'create view shown as select * from events',
      'create materialized view kept as select * from events',
      'create materialized view never as select 1 with no data',
      'create foreign table remote (n int) server other',
      'create table nothing ()',
    );
    const { contents, noted, outcome } = await prove();
    expect(contents?.tables?.map(({ table, rows }) => [table, rows])).toEqual([
      ['public.child', 2],
      ['public.events', 20],
      ['public.kept', 20],
      ['public.nothing', 0],
      ['public.parent', 1],
    ]);
    expect(outcome).toBe('proven');
    expect(noted).toEqual([
      'public.remote: a foreign table: its rows are on another server, and in no copy of this store',
    ]);
    await asMaster('alter table events_2_1 set unlogged');
    expect((await prove()).failed).toEqual([expect.stringMatching(/^rows of public.events_2_1: UNLOGGED/)]);
  });

  it('of a server that was looked into and holds nothing says so; of one that nobody could look into is none', async () => {
    expect(await prove()).toMatchObject({
      outcome: 'proven',
      failed: [],
      passed: expect.arrayContaining([expect.stringMatching(/^tables: none in films, postgres: it holds nothing/)]),
    });
    main.readLogin = async () => undefined as never;
    const blind = await prove();
    expect([blind.outcome, blind.failed]).toEqual([
      'failed',
      [expect.stringMatching(/^contents: there is nothing to connect with/)],
    ]);
  });

  it('lets a table grow, shrink, come and go while the copy is made', async () => {
    await asMaster('create table busy as select n from generate_series(1, 10) n', 'create table short as select 1');
    main.starting = () => {};
    const look = main.look.bind(main);
    main.look = async (...args) => {
      await asMaster(
        'insert into busy select n from generate_series(11, 30) n',
        'delete from busy where n > 25',
        'drop table if exists short',
        'create table if not exists new as select 1',
      );
      return look(...args);
    };
    const { contents, noted, outcome } = await prove();
    expect(outcome).toBe('proven');
    const [busy] = contents?.tables ?? [];
    expect(busy).toMatchObject({ table: 'public.busy', rows: 10, rowsAfter: 25 });
    expect(busy?.least).toBeLessThanOrEqual(10);
    expect(busy?.most).toBeGreaterThanOrEqual(25);
    expect(noted).toEqual([
      expect.stringMatching(/^public.short: dropped while/),
      expect.stringMatching(/^public.new: made while/),
    ]);
  });
});

describe('a set of an earlier version', () => {
  /** As it was written then: one database, without what couldn't be counted. */
  async function old(tables: readonly { table: string; rows: number }[]) {
    const set = await createBackup(bare, options);
    const { at = '' } = set.stores[0]?.contents ?? {};
    const stores = [{ ...set.stores[0], contents: { at, tables } }];
    await rewrite(set.id, { ...set, stores });
    const { proof } = await verifyBackup(bare, { ...options, set: set.id });
    return {
      outcome: proof.outcome,
      failed: proof.assertions.flatMap(({ outcome, name, actual }) =>
        outcome === 'failed' ? [`${name}: ${actual}`] : [],
      ),
    };
  }

  async function rewrite(id: string, set: object): Promise<void> {
    const { BackupCatalog } = await import('../index.js');
    const { openCloud } = (await import('./fixtures/bench.js')).cloudAt(bench.objects.endpoint);
    const cloud = await openCloud(bare, { start: false });
    try {
      const catalog = new BackupCatalog(cloud.objects, 'reel-bench-state-000000000000', 'bench');
      await catalog.replace(await catalog.read(id), set as never);
    } finally {
      await cloud.close();
    }
  }

  it('is proven when all that the copy has was recorded', async () => {
    await asMaster('create table "Films" as select n from generate_series(1, 4) n');
    expect(await old([{ table: 'public.Films', rows: 4 }])).toEqual({ outcome: 'proven', failed: [] });
  });

  it('says what it lacks: tables, databases, everything', async () => {
    await asMaster('create table films as select 1', 'create table "a.b" as select 1', 'create database reports');
    await on('reports', MASTER, 'create table views as select 1');
    const again = 'an earlier version looked at less; make a new set: backlot backups create bench';
    expect(await old([{ table: 'public.films', rows: 1 }])).toEqual({
      outcome: 'failed',
      failed: [
        `database films: public."a.b" not recorded: ${again}`,
        `database reports: public.views not recorded: ${again}`,
      ],
    });
    expect((await old([])).outcome).toBe('failed');
  });

  it('explains what it took for an ordinary table', async () => {
    await asMaster('create unlogged table session as select n from generate_series(1, 3) n');
    expect((await old([{ table: 'public.session', rows: 3 }])).failed).toEqual([
      expect.stringMatching(/^rows of public.session: UNLOGGED/),
    ]);
  });

  it('proves nothing when it recorded no table, also where there is none', async () => {
    expect((await old([])).failed).toContainEqual(
      expect.stringMatching(/^database films: nothing was recorded: an earlier version/),
    );
  });
});
