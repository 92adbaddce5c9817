import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Environment } from '../../environments/model/index.js';
import type { BacklotError } from '../../modules/values/backlot-error.js';
import { emulatorStatus, inspectVirtualEnvironment, stopEmulator } from '../../sandbox/aws/emulator/index.js';
import { stopDatabases } from '../../sandbox/databases/index.js';
import { TemporaryMachine } from '../../sandbox/tools/test/temporary-machine.js';
import { operations } from '../base-command/operations.js';

const here = dirname(fileURLToPath(import.meta.url));
const STACKS = ['foundation', 'registry', 'network', 'media', 'data', 'secrets', 'messaging', 'backup'];
const approve = async () => true;
const ROWS = 1_000;

/** Changes a copy of the environment, which then needn't be valid. */
// biome-ignore lint/suspicious/noExplicitAny: the edits reach where types don't let them.
type Loose = Record<string, any>;
type Edit = (document: Loose) => void;

/** Real stacks on a real emulator and a real PostgreSQL, looked at by an AWS client and a `psql` that are not ours. */
describe('what would lose data', () => {
  let machine: TemporaryMachine;
  let environment: Environment;
  let full: Record<string, unknown>;

  beforeAll(async () => {
    machine = await TemporaryMachine.create({ cache: 'shared' });
    const { environment: local } = await operations.loadEnvironment('local');
    environment = edited(local, (document) => {
      document.media.buckets.archive = structuredClone(document.media.buckets.renditions);
      document.media.buckets.rushes = structuredClone(document.media.buckets.renditions);
      document.secrets['partner-key'] = { description: 'Set by hand' };
    });
    await deploy(environment);
    full = await foreign('fill', ['/backlot/local/partner-key']);
    await sql('movies', `CREATE TABLE films AS SELECT generate_series(1, ${ROWS}) AS id`);
  }, 300_000);

  afterAll(async () => {
    await stopDatabases().catch(() => undefined);
    await stopEmulator();
    await machine.dispose();
  });

  async function foreign(verb: string, argument?: unknown) {
    const python = inspectVirtualEnvironment().installed?.python;
    const { endpoint } = await emulatorStatus();
    if (!python || !endpoint) throw new Error('the emulator is not running');
    const more = argument === undefined ? [] : [JSON.stringify(argument)];
    const { stdout } = await execa(python, [join(here, 'fixtures/foreign-stores.py'), endpoint, verb, ...more]);
    return JSON.parse(stdout);
  }

  async function sql(database: string, text: string): Promise<string> {
    const { host, port, username, password } = await foreign('login', 'backlot-local-main');
    const { default: pg } = await import('pg');
    const client = new pg.Client({
      host,
      port,
      user: username,
      password,
      database,
      ssl: { rejectUnauthorized: false },
    });
    await client.connect();
    try {
      return JSON.stringify((await client.query(text)).rows);
    } finally {
      await client.end();
    }
  }

  const rows = (database = 'movies') => sql(database, 'SELECT count(*)::int AS n FROM films');

  function edited(from: Environment, edit: Edit): Environment {
    const copy = structuredClone(from) as unknown as Loose;
    edit(copy);
    return copy as unknown as Environment;
  }

  /** A deploy of stacks alone, said yes to. */
  function deploy(wanted: Environment, stacks: readonly string[] = STACKS, more: object = {}) {
    return operations.deploy(wanted, { only: ['stacks'], stacks, approve, ...more });
  }

  async function refused(work: Promise<unknown>): Promise<BacklotError> {
    return work.then(
      () => {
        throw new Error('it was not refused');
      },
      (error: BacklotError) => error,
    );
  }

  /** What no service needs any more. */
  function unneed(document: Loose, name: string) {
    for (const service of Object.values<Loose>(document.services)) {
      service.needs = service.needs?.filter((need: unknown) => !JSON.stringify(need).includes(name));
      service.schema = undefined;
    }
  }
  function rename(section: Loose, from: string, to: string) {
    section[to] = section[from];
    delete section[from];
  }

  const EDITS: readonly (readonly [string, string, Edit, readonly string[]])[] = [
    ['a database gets another name', 'data', (d) => (d.data.postgres.main.database = 'films'), ['postgres.main']],
    [
      'a database is taken out',
      'data',
      (d) => {
        unneed(d, 'main');
        delete d.data.postgres.main;
      },
      ['postgres.main'],
    ],
    [
      'a database is called otherwise',
      'data',
      (d) => {
        unneed(d, 'main');
        rename(d.data.postgres, 'main', 'catalogue');
      },
      ['postgres.main'],
    ],
    ['a bucket is taken out', 'media', (d) => delete d.media.buckets.archive, ['buckets.archive']],
    ['a bucket is called otherwise', 'media', (d) => rename(d.media.buckets, 'archive', 'vault'), ['buckets.archive']],
    [
      'two buckets are taken out',
      'media',
      (d) => {
        delete d.media.buckets.archive;
        delete d.media.buckets.rushes;
      },
      ['buckets.archive', 'buckets.rushes'],
    ],
    ['a service is taken out', 'registry', (d) => delete d.services.processor, ['repositories.processor']],
    ['a service is called otherwise', 'registry', (d) => rename(d.services, 'api', 'web'), ['repositories.api']],
    [
      'all services are taken out',
      'registry',
      (d) => (d.services = {}),
      ['repositories.api', 'repositories.processor'],
    ],
    ['a secret is taken out', 'secrets', (d) => delete d.secrets['partner-key'], ['secrets.partner-key']],
    [
      'a secret is called otherwise',
      'secrets',
      (d) => rename(d.secrets, 'partner-key', 'studio-key'),
      ['secrets.partner-key'],
    ],
    ['flow logs are turned off', 'network', (d) => (d.network.flowLogs.enabled = false), ['logs.flow-logs']],
    ['flow logs are kept shorter', 'network', (d) => (d.network.flowLogs.retention = '7d'), ['logs.flow-logs']],
    ['the CDN is taken out', 'media', (d) => delete d.media.cdn, ['zones.zone']],
  ];

  it.each(EDITS)(
    'is refused without its name: %s',
    async (_, stack, edit, names) => {
      const error = await refused(deploy(edited(environment, edit), [stack]));
      expect([error.code, error.message]).toEqual(['DataProtected', expect.stringContaining('nothing was changed')]);
      const losses = error.details.losses as { name: string; holds: string }[];
      expect(losses.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
      for (const { holds } of losses) expect(holds).not.toBe('');
    },
    60_000,
  );

  it('has lost nothing by all that was refused', async () => {
    expect(await foreign('held')).toEqual(full);
    expect(await rows()).toBe(`[{"n":${ROWS}}]`);
  });

  it('is nothing where a thing has another name, and says which it had', async () => {
    const edit: Edit = (d) => {
      unneed(d, 'main');
      unneed(d, 'partner-key');
      rename(d.data.postgres, 'main', 'catalogue');
      d.data.postgres.catalogue.renamedFrom = 'main';
      rename(d.media.buckets, 'archive', 'vault');
      d.media.buckets.vault.renamedFrom = 'archive';
      rename(d.secrets, 'partner-key', 'studio-key');
      d.secrets['studio-key'].renamedFrom = 'partner-key';
    };
    const { stacks, totals } = await operations.plan(edited(environment, edit), {
      stacks: ['data', 'media', 'secrets'],
    });
    expect(stacks.flatMap(({ losses = [] }) => losses)).toEqual([]);
    expect(totals).toMatchObject({ add: 0, replace: 0, destroy: 0, failed: 0 });
  }, 60_000);

  it('is refused for a renamedFrom that names nothing, whatever the store holds', async () => {
    const edit: Edit = (d) => {
      rename(d.media.buckets, 'rushes', 'dailies');
      d.media.buckets.dailies.renamedFrom = 'rushs';
    };
    const { stacks } = await operations.plan(edited(environment, edit), { stacks: ['media'] });
    expect(stacks.map(({ error }) => [error?.code, error?.message])).toEqual([
      ['UnknownFirstName', expect.stringContaining("(did you mean 'rushes'?), and rushes would be removed")],
    ]);
    const ended = await deploy(edited(environment, edit), ['media']).then(
      ({ outcome }) => outcome as string,
      ({ code }: BacklotError) => code,
    );
    expect(ended).not.toBe('complete');
    expect(await foreign('held')).toEqual(full);
  }, 60_000);

  it('names the other store with the one that was named, and refuses for it', async () => {
    const edit: Edit = (d) => {
      delete d.media.buckets.archive;
      delete d.media.buckets.rushes;
    };
    const error = await refused(
      deploy(edited(environment, edit), ['media'], { lose: ['buckets.archive'], confirmLosses: approve }),
    );
    expect(error.message).toContain('buckets.rushes');
    expect(error.message).not.toContain('buckets.archive:');
  }, 60_000);

  it('is refused where a saved plan did not list it: the store was empty then', async () => {
    const more = edited(environment, (d) => (d.media.buckets.extra = structuredClone(d.media.buckets.renditions)));
    expect((await deploy(more, ['media'])).outcome).toBe('complete');
    const { planId } = await operations.plan(environment, { stacks: ['media'] });
    await foreign('fill', []);
    const error = await refused(deploy(environment, ['media'], { planId }));
    expect([error.code, error.message]).toEqual(['StalePlan', expect.stringContaining('buckets.extra')]);
    const named = { lose: ['buckets.extra'], confirmLosses: approve };
    expect((await deploy(environment, ['media'], named)).outcome).toBe('complete');
    full = await foreign('held');
    expect(Object.keys(full).filter((name) => name.includes('extra'))).toEqual([]);
  }, 120_000);

  it('is refused where it is protected, before anything else goes', async () => {
    await foreign('protect', 'backlot-local-main');
    const destroyed = operations.destroy(environment, { approve, lose: [], confirmLosses: approve });
    expect((await refused(destroyed)).code).toBe('DataProtected');
    const edit: Edit = (d) => (d.data.postgres.main.database = 'films');
    const named = { lose: ['postgres.main'], confirmLosses: approve };
    const error = await refused(deploy(edited(environment, edit), ['data'], named));
    expect([error.code, error.message]).toEqual(['DeletionGuarded', expect.stringContaining('deletion protection')]);
    await foreign('unprotect', 'backlot-local-main');
    expect(await foreign('held')).toEqual(full);
  }, 120_000);

  it.each(['data', 'secrets', 'messaging'])(
    'is refused where the key %s waits for deletion, until it is taken back',
    async (name) => {
      const key = Object.entries(await foreign('keys')).find(([alias]) => alias.endsWith(`-${name}`))?.[1];
      await foreign('delete_key', key);
      const error = await refused(deploy(environment, ['foundation']));
      expect(error.code).toBe('DataProtected');
      expect(error.message).toContain('waits for deletion, gone for good on');
      expect(error.actions[0]).toBe(`backlot recover local keys.${name}`);
      const { things } = await operations.recover(environment, { names: [`keys.${name}`], stacks: ['foundation'] });
      expect(things.map(({ outcome }) => outcome)).toEqual(['recovered']);
      expect(await foreign('key_state', key)).toBe('Enabled');
      expect((await operations.plan(environment, { stacks: ['foundation'] })).hasChanges).toBe(false);
    },
    120_000,
  );

  it('is nothing when a key is disabled: it is named, and enabled again', async () => {
    const key = Object.entries(await foreign('keys')).find(([alias]) => alias.endsWith('-data'))?.[1];
    await foreign('disable_key', key);
    const told = await operations.recover(environment, { stacks: ['foundation'] });
    expect(told.things.map(({ name, state }) => [name, state])).toEqual([['keys.data', 'was disabled']]);
    expect((await operations.plan(environment, { stacks: ['foundation'] })).totals).toMatchObject({ replace: 0 });
    await operations.recover(environment, { names: ['keys.data'], stacks: ['foundation'] });
    expect(await foreign('key_state', key)).toBe('Enabled');
  }, 120_000);

  it('is refused where a secret waits for deletion, until it is taken back', async () => {
    await foreign('delete_secret', '/backlot/local/partner-key');
    const error = await refused(deploy(environment, ['secrets']));
    expect(error.actions[0]).toBe('backlot recover local secrets.partner-key');
    await operations.recover(environment, { names: ['secrets.partner-key'], stacks: ['secrets'] });
    expect((await operations.plan(environment, { stacks: ['secrets'] })).hasChanges).toBe(false);
    expect(await foreign('held')).toEqual(full);
  }, 120_000);

  it('goes by its name: a last copy first where there is a way, and the release says what was lost', async () => {
    const edit: Edit = (d) => {
      d.data.postgres.main.database = 'films';
      d.network.flowLogs.retention = '7d';
      delete d.media.buckets.archive;
      delete d.services.processor;
      delete d.secrets['partner-key'];
    };
    const lose = [
      'postgres.main',
      'logs.flow-logs',
      'buckets.archive',
      'repositories.processor',
      'secrets.partner-key',
    ];
    const stacks = ['network', 'registry', 'media', 'data', 'secrets'];
    const before: string[] = await foreign('snapshots');
    const done = await deploy(edited(environment, edit), stacks, { lose, confirmLosses: approve });
    expect(done.stacks.map(({ id, status }) => [id, status]).sort()).toEqual(
      stacks.map((id) => [id, 'applied']).sort(),
    );
    const after: string[] = await foreign('snapshots');
    const made = after.filter((id) => !before.includes(id));
    expect(made).toEqual([expect.stringMatching(/^backlot-local-main-last-\d{8}t\d{6}$/)]);
    const { record } = await operations.showRelease(environment, done.release?.number);
    expect(record.losses?.map(({ name }) => name).sort()).toEqual([...lose].sort());
    expect(record.losses?.find(({ name }) => name === 'postgres.main')).toMatchObject({
      lastCopy: { kind: 'DB snapshot', name: made[0] },
    });
    const held = await foreign('held');
    expect(Object.keys(held).filter((name) => /archive|processor$|partner/.test(name))).toEqual([]);
    // The replica went with its source, and is one again.
    const again = await operations.plan(edited(environment, edit), { stacks: ['data'] });
    expect(again.hasChanges).toBe(false);
  }, 240_000);
});
