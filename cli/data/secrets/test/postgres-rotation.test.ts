import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { rotateSecret } from '../index.js';
import { requireLogin } from '../login.js';
import { alternatingUsers } from '../postgres-issuer.js';
import { PostgresServer } from '../postgres-server.js';
import { twoPasswords } from '../redis-issuer.js';
import { Bench } from './fixtures/bench.js';
import { PostgresProcess } from './fixtures/postgres-process.js';

let server: PostgresProcess;
beforeAll(async () => {
  server = await PostgresProcess.start();
}, 60_000);
afterAll(() => server?.stop());

const issuer = () => {
  const access = { host: '127.0.0.1', port: server.port, database: 'postgres', ssl: false, admin: server.admin };
  return alternatingUsers(['app_a', 'app_b'], 32, new PostgresServer(access));
};
const current = (bench: Bench) => requireLogin(bench.store.value(), 'current');
const as = (login: { username: string; password: string }, text: string) =>
  server.ask(login.username, login.password, text);

describe('two users of a PostgreSQL server', () => {
  it('take turns: both are good while consumers move, and the old one is refused after that', async () => {
    const bench = new Bench({ rotation: 'random', rotateEvery: '30d' }, null);
    const rotate = (more = {}) =>
      rotateSecret(bench.environment, 'token', { ...bench.options, timeoutMs: 60_000, issuer: issuer(), ...more });

    await rotate();
    const first = current(bench);
    expect(first.username).toBe('app_a');
    bench.cluster.run('api');
    await server.ask('platform', 'master-password', 'create table films (title text)');
    await server.ask('platform', 'master-password', "insert into films values ('Metropolis')");
    await server.ask('platform', 'master-password', 'grant select on films to app_a');

    const during: unknown[] = [];
    bench.cluster.broken.add('api');
    const stopped = await rotate().catch((error: BacklotError) => error);
    expect(stopped).toMatchObject({ code: 'ConsumerNotReady' });
    const second = current(bench);
    for (const login of [first, second]) during.push(await as(login, 'select title from films'));
    expect(second.username).toBe('app_b');
    expect(during).toEqual([[{ title: 'Metropolis' }], [{ title: 'Metropolis' }]]);

    // Somebody who is no declared consumer still has a session: the proof of the pods is not enough.
    bench.cluster.broken.clear();
    const stranger = await server.connect(first.username, first.password);
    expect(await rotate().catch((error: BacklotError) => error)).toMatchObject({ code: 'StillInUse', exitCode: 1 });
    expect(await as(first, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stranger.end();
    await gone(first.username);

    expect(await rotate()).toMatchObject({ outcome: 'rotated', strategy: 'postgres-users' });
    await expect(as(first, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await as(second, 'select title from films')).toEqual([{ title: 'Metropolis' }]);

    await rotate();
    expect(current(bench).username).toBe('app_a');
    await expect(as(second, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  }, 60_000);

  it('are named when the server refuses one, and the password is not', async () => {
    const wrong = { username: 'app_a', password: 'never-this-one' };
    const refused = await issuer()
      .test(JSON.stringify(wrong))
      .catch((error: BacklotError) => error);
    expect(refused).toMatchObject({ code: 'CredentialRefused', message: expect.stringContaining("user 'app_a'") });
    expect(JSON.stringify(refused)).not.toContain('never-this-one');
  });
});

/** A session that was ended is in the list until its process is. */
async function gone(user: string): Promise<void> {
  const text = `select 1 from pg_stat_activity where usename = '${user}'`;
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; ) {
    if ((await server.ask('platform', 'master-password', text)).length === 0) return;
  }
  throw new Error(`a session of ${user} stays`);
}

describe('a user of a cache', () => {
  it('has two passwords while consumers move, and the new one only after that', async () => {
    const given: (readonly string[])[] = [];
    const users = {
      nameOf: async () => 'limiter',
      setPasswords: async (_user: string, passwords: readonly string[]) => {
        given.push(passwords);
      },
    };
    const old = JSON.stringify({ username: 'limiter', password: 'old-password-of-16' });
    const bench = new Bench({ rotateEvery: '30d' }, old);
    bench.cluster.run('api');
    const cache = twoPasswords('limiter', 200, users, 'look');
    await rotateSecret(bench.environment, 'token', { ...bench.options, issuer: cache });
    const { password } = current(bench);
    expect(given).toEqual([[password, 'old-password-of-16'], [password]]);
    expect(password).toHaveLength(128);
  });
});
