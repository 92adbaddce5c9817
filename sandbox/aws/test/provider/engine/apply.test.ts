import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../provider/client/api-error.js';
import { create, refresh, remove, update } from '../../../provider/engine/apply.js';
import { UNKNOWN } from '../../../provider/values/value.js';
import { block, computed, either, optional, typeUnderTest } from '../type-under-test.js';

const form = block({ id: either, name: optional, state: computed });
const gone = new ApiError('InvalidThing.NotFound', 'DescribeThings', 'ec2', 'no such thing', 400, undefined);
const refused = new ApiError('UnauthorizedOperation', 'ModifyThing', 'ec2', 'no', 403, undefined);

describe('a creation', () => {
  it('reads back what was made', async () => {
    const handler = { read: { run: async () => ({ state: 'running' }) } };
    const { state, error } = await create(
      typeUnderTest({ block: form, handler }),
      { id: UNKNOWN, name: 'n', state: UNKNOWN },
      {},
    );
    expect(error).toBeUndefined();
    expect(state).toEqual({ id: 'thing-1', name: 'n', state: 'running' });
  });

  it('keeps nothing when nothing was made', async () => {
    const handler = { create: { run: async () => Promise.reject(refused) } };
    expect(
      await create(typeUnderTest({ block: form, handler }), { id: UNKNOWN, name: 'n', state: UNKNOWN }, {}),
    ).toEqual({
      state: null,
      error: refused,
    });
  });

  it('keeps what was made when a later step fails', async () => {
    const handler = {
      create: [{ run: async () => ({ id: 'thing-1' }) }, { run: async () => Promise.reject(refused) }],
    };
    const { state, error } = await create(
      typeUnderTest({ block: form, handler }),
      { id: UNKNOWN, name: 'n', state: UNKNOWN },
      {},
    );
    expect(error).toBe(refused);
    expect(state).toMatchObject({ id: 'thing-1', name: 'n', state: null });
  });

  it('keeps what was made when the run is stopped while waiting', async () => {
    const stop = new AbortController();
    const handler = {
      ready: () => false,
      read: {
        run: async () => {
          stop.abort();
          return { state: 'starting' };
        },
      },
    };
    const resource = typeUnderTest({ block: form, handler, signal: stop.signal });
    const { state, error } = await create(resource, { id: UNKNOWN, name: 'n', state: UNKNOWN }, {});
    expect(error).toMatchObject({ code: 'WaitInterrupted' });
    expect(state).toMatchObject({ id: 'thing-1' });
  });

  it('is tried again while other resources settle', async () => {
    let attempts = 0;
    const handler = {
      retryOn: ['cannot be assumed'],
      create: {
        run: async () => {
          attempts += 1;
          if (attempts < 3)
            throw new ApiError('InvalidParameter', 'CreateThing', 'ec2', 'the role cannot be assumed', 400, undefined);
          return { id: 'thing-1' };
        },
      },
    };
    const { state } = await create(
      typeUnderTest({ block: form, handler }),
      { id: UNKNOWN, name: 'n', state: UNKNOWN },
      {},
    );
    expect(state).toMatchObject({ id: 'thing-1' });
    expect(attempts).toBe(3);
  });

  it('makes up a name from a prefix', async () => {
    const named = block({ id: either, name: either, name_prefix: either });
    const { state } = await create(
      typeUnderTest({ block: named }),
      { id: UNKNOWN, name: UNKNOWN, name_prefix: 'web-' },
      {},
    );
    expect(state?.name).toMatch(/^web-\d{13,}/);
  });

  it('sees write-only arguments and does not store them', async () => {
    const secret = block({ id: either, secret_wo: { type: 'string', optional: true, writeOnly: true } });
    let sent: unknown;
    const handler = {
      create: {
        run: async (_: object, { config }: { config: Record<string, unknown> }) => {
          sent = config.secret_wo;
          return { id: 'thing-1' };
        },
      },
    };
    const resource = typeUnderTest({ block: secret, handler });
    const { state } = await create(resource, { id: UNKNOWN, secret_wo: null }, { secret_wo: 'hush' });
    expect(sent).toBe('hush');
    expect(JSON.stringify(state)).not.toContain('hush');
  });
});

describe('an update', () => {
  it('runs only the steps that take what has changed', async () => {
    const ran: string[] = [];
    const step = (when: string) => ({ when: [when], run: async () => void ran.push(when) });
    const resource = typeUnderTest({ block: form, handler: { update: [step('name'), step('state')] } });
    await update(resource, { id: 'a', name: 'x', state: 's' }, { id: 'a', name: 'y', state: 's' }, {});
    expect(ran).toEqual(['name']);
  });

  it('that fails leaves the state that the API has by then', async () => {
    const handler = {
      update: [{ when: ['name'], run: async () => Promise.reject(refused) }],
      read: { run: async () => ({ name: 'x', state: 'half' }) },
    };
    const resource = typeUnderTest({ block: form, handler });
    const { state, error } = await update(
      resource,
      { id: 'a', name: 'x', state: 's' },
      { id: 'a', name: 'y', state: 's' },
      {},
    );
    expect(error).toBe(refused);
    expect(state).toEqual({ id: 'a', name: 'x', state: 'half' });
  });
});

describe('a deletion', () => {
  it('of what is gone already is a success', async () => {
    const handler = { delete: { run: async () => Promise.reject(gone) } };
    expect(await remove(typeUnderTest({ block: form, handler }), { id: 'a', name: 'x', state: 's' })).toEqual({
      state: null,
    });
  });

  it('that is refused keeps the state', async () => {
    const prior = { id: 'a', name: 'x', state: 's' };
    const handler = { delete: { run: async () => Promise.reject(refused) } };
    expect(await remove(typeUnderTest({ block: form, handler }), prior)).toEqual({ state: prior, error: refused });
  });
});

describe('a refresh', () => {
  it('of what is gone is null, so that the next plan makes it again', async () => {
    const handler = { read: { run: async () => Promise.reject(gone) } };
    expect(await refresh(typeUnderTest({ block: form, handler }), { id: 'a', name: 'x', state: 's' })).toBeNull();
  });

  it('fails on an error that says nothing about existence', async () => {
    const handler = { read: { run: async () => Promise.reject(refused) } };
    await expect(refresh(typeUnderTest({ block: form, handler }), { id: 'a', name: 'x', state: 's' })).rejects.toBe(
      refused,
    );
  });

  it('keeps the spelling of what means the same, and of what only the state has', async () => {
    const handler = {
      read: { run: async () => ({ name: '{"a":1}', state: 'other' }) },
      recordedAttributes: { state: 'lost by the emulator' },
    };
    const prior = { id: 'a', name: '{ "a": 1 }', state: 's' };
    expect(
      await refresh(typeUnderTest({ block: block({ id: either, name: optional, state: optional }), handler }), prior),
    ).toEqual(prior);
  });
});
