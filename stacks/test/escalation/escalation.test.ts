import { readdirSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { loadEnvironment } from '../../../environments/model/index.js';
import { type Collected, collect } from './collect.js';
import { GRANTED_BEYOND } from './granted-beyond.js';
import { KINDS } from './kinds.js';
import { PLANTED, plantedIn } from './planted.js';
import { search } from './search.js';

const ids = readdirSync('environments')
  .filter((file) => file.endsWith('.yaml') && file !== 'base.yaml')
  .map((file) => file.replace('.yaml', ''));

// Synthesizing all environments takes a while on a busy machine.
jest.setTimeout(300_000);

const collected = new Map<string, Collected>();

async function of(id: string): Promise<Collected> {
  const known = collected.get(id) ?? collect((await loadEnvironment(id)).environment);
  collected.set(id, known);
  return known;
}

describe('the policies of an environment', () => {
  it.each(ids)('of %s open no way to more', async (id) => {
    const all = await of(id);
    const { found, tried } = search(all);
    expect(found).toEqual([]);
    // None of it passes by looking at nothing.
    expect(all.policies).toBeGreaterThan(60);
    expect(all.roles.length).toBeGreaterThan(20);
    for (const kind of KINDS) expect([kind, tried[kind] > 0]).toEqual([kind, true]);
    const requests = Object.values(tried).reduce((sum, each) => sum + each, 0);
    expect(requests).toBeGreaterThan(10_000);
    console.info(`${id}: ${all.policies} policies of ${all.roles.length} roles, ${requests} paths tried`);
  });

  it('reach things of others only for reasons that are listed, each of which is met', async () => {
    const reasons = new Set<string>();
    for (const id of ids) for (const reason of search(await of(id)).reasons) reasons.add(reason);
    expect([...reasons].sort()).toEqual([...new Set(GRANTED_BEYOND.map(({ reason }) => reason))].sort());
  });
});

describe('the search', () => {
  it('has something planted for each kind', () => {
    expect([...new Set(PLANTED.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
  });

  it.each(PLANTED)('finds $kind: $title', async (planted) => {
    const { found } = search(plantedIn(await of('prod'), planted));
    expect(found.map(({ kind }) => kind)).toContain(planted.kind);
  });
});
