import { describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { LONGEST_VALUE, setSecret } from '../index.js';
import { Bench } from './fixtures/bench.js';

const set = (bench: Bench, value: string, more = {}) =>
  setSecret(bench.environment, 'token', value, { ...bench.options, ...more });
const failure = async (bench: Bench, value: string, more = {}) => {
  const error = await set(bench, value, more).then(
    () => undefined,
    (thrown: BacklotError) => thrown,
  );
  expect(bench.store.calls).toEqual([]);
  return error;
};

describe('setting a value', () => {
  it('makes it the current version without the newline at its end, and keeps the one before', async () => {
    const bench = new Bench({});
    bench.cluster.run('api');
    bench.store.clock += 60_000;
    const result = await set(bench, 'new value \n');
    expect(bench.store.value()).toBe('new value ');
    expect(bench.store.labels()).toEqual({ v1: 'AWSPREVIOUS', v2: 'AWSCURRENT' });
    expect(result).toMatchObject({ outcome: 'set', previous: 'v1', trimmed: true });
    expect(result.consumers?.consumers[0]).toMatchObject({ service: 'api', synced: false, pods: { old: 2 } });
    expect(result.actions).toEqual(['backlot secrets rotate test token --rollout-only']);
  });

  it('makes no version of the same value', async () => {
    const bench = new Bench({});
    expect(await set(bench, 'old-value\n')).toMatchObject({ outcome: 'unchanged', version: 'v1' });
    expect(bench.store.calls).toEqual([]);
  });

  it('moves the consumers when it is asked to', async () => {
    const bench = new Bench({});
    bench.cluster.run('api').run('processor', 'Deployment', 3);
    const result = await set(bench, 'new', { rollout: true });
    expect(result.rolled?.map(({ service }) => service)).toEqual(['api', 'processor']);
    expect(new Set(bench.cluster.pods().map(({ value }) => value))).toEqual(new Set(['new']));
    expect(result.consumers?.moved).toBe(true);
  });

  it('names the command that moves them on when one of them does not get ready', async () => {
    const bench = new Bench({});
    bench.cluster.run('api').broken.add('api');
    const error = await set(bench, 'new', { rollout: true }).catch((thrown: BacklotError) => thrown);
    expect(error).toMatchObject({ code: 'ConsumerNotReady' });
    expect((error as BacklotError).actions).toEqual([
      'backlot secrets consumers test token',
      'backlot secrets rotate test token --rollout-only',
    ]);
  });

  it('changes one field of a JSON value, in the order of the declaration', async () => {
    const bench = new Bench({ keys: ['user', 'password'] }, '{"password":"p","user":"u"}');
    await set(bench, 'q', { key: 'password' });
    expect(bench.store.value()).toBe('{"user":"u","password":"q"}');
    expect((await set(bench, '{"password": "q", "user": "u"}')).outcome).toBe('unchanged');
  });

  it.each([
    [{}, '\n', {}, 'ValueEmpty'],
    [{}, 'x'.repeat(LONGEST_VALUE + 1), {}, 'ValueTooLong'],
    [{}, 'hunter2\0', {}, 'ValueNotText'],
    [{}, 'hunter2', { key: 'password' }, 'NoKeys'],
    [{ keys: ['user', 'password'] }, 'hunter2', {}, 'ValueNotJson'],
    [{ keys: ['user', 'password'] }, '{"user":"hunter2"}', {}, 'KeyMissing'],
    [{ keys: ['user', 'password'] }, '{"user":"hunter2","password":"x","more":1}', {}, 'UnknownKey'],
    [{ keys: ['user', 'password'] }, '{"user":"hunter2","password":7}', {}, 'KeyNotText'],
    [{ keys: ['user', 'password'] }, 'hunter2', { key: 'passwort' }, 'UnknownKey'],
  ])('refuses with %j %j %j: %s, without repeating the value', async (declared, value, more, code) => {
    const bench = new Bench(declared, '{"user":"u","password":"p"}');
    const error = await failure(bench, value, more);
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect(JSON.stringify([error, error?.message, bench.events])).not.toContain('hunter2');
  });

  it('refuses a login that its server would not know', async () => {
    const bench = new Bench({});
    Object.assign(bench.environment.secrets?.token ?? {}, { rotation: 'postgres-users' });
    expect(await failure(bench, 'x')).toMatchObject({ code: 'SetByRotation' });
  });

  it('names the secrets that there are', async () => {
    const bench = new Bench({});
    await expect(setSecret(bench.environment, 'tokne', 'x', bench.options)).rejects.toMatchObject({
      code: 'UnknownSecret',
      message: expect.stringContaining('declared: token'),
    });
  });
});
