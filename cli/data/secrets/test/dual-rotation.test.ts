import { describe, expect, it } from '@jest/globals';
import { rotateSecret } from '../index.js';
import { readPair } from '../key-pair.js';
import { Bench } from './fixtures/bench.js';

const pair = (current: string, accepted = current) => JSON.stringify({ current, accepted });

/** Whether whoever has one value takes what is signed with the other. */
function understands(reader: string, signer: string): boolean {
  const { accepted, current } = readPair(reader);
  return [current, accepted].includes(readPair(signer).current);
}

function serving(): Bench {
  const bench = new Bench({ rotation: 'dual' }, pair('first'));
  bench.cluster.run('api').run('processor', 'Deployment', 3);
  return bench;
}

/** After each change, every pod must take what any other signs. */
function misunderstandings(bench: Bench): string[] {
  const found: string[] = [];
  const look = (moment: string) => {
    const pods = bench.cluster.pods();
    for (const reader of pods) {
      for (const signer of pods) {
        if (!understands(reader.value, signer.value)) found.push(`${reader.name} of ${signer.name}: ${moment}`);
      }
    }
  };
  bench.store.after = look;
  bench.cluster.looked = look;
  return found;
}

describe('a pair of keys', () => {
  it('is rotated so that at every moment each pod knows the key that any other signs with', async () => {
    const bench = serving();
    const found = misunderstandings(bench);
    const result = await rotateSecret(bench.environment, 'token', bench.options);
    expect(found).toEqual([]);
    const { accepted, current } = readPair(bench.store.value() ?? '');
    expect(current).toBe(accepted);
    expect(current).not.toBe('first');
    expect(bench.store.versions.map(({ value }) => readPair(value))).toEqual([
      { current: 'first', accepted: 'first' },
      { current: 'first', accepted: current },
      { current, accepted: 'first' },
      { current, accepted: current },
    ]);
    expect(result.steps.map(({ id }) => id)).toEqual([
      ...['announce/create', 'announce/test', 'announce/promote', 'announce/move'],
      ...['switch/create', 'switch/test', 'switch/promote', 'switch/move'],
      'retire',
      ...['drop/create', 'drop/test', 'drop/promote', 'drop/move'],
    ]);
    expect(bench.store.labels()).toEqual({ v1: 'BACKLOT-RETIRED', v2: '', v3: 'AWSPREVIOUS', v4: 'AWSCURRENT' });
  });

  it('would be misunderstood if the new key were used before it was announced, so that the test above can fail', async () => {
    const bench = serving();
    const found = misunderstandings(bench);
    await bench.store.put('', { id: 'naive', value: pair('second', 'first'), stages: ['AWSCURRENT'] });
    await rotateSecret(bench.environment, 'token', { ...bench.options, rolloutOnly: true });
    expect(found.length).toBeGreaterThan(0);
  });

  it('goes on with the same key wherever it was killed', async () => {
    for (let kill = 0; kill < 14; kill += 1) {
      const bench = serving();
      let calls = 0;
      bench.store.before = (call) => {
        if (calls++ === kill) throw new Error(`killed at ${call}`);
      };
      await expect(rotateSecret(bench.environment, 'token', bench.options)).rejects.toThrow('killed');
      bench.store.before = () => {};
      const found = misunderstandings(bench);
      await rotateSecret(bench.environment, 'token', bench.options);
      const keys = new Set(bench.store.versions.flatMap(({ value }) => Object.values(readPair(value))));
      expect([kill, bench.store.versions.length, keys.size, found]).toEqual([kill, 4, 2, []]);
      expect(bench.cluster.pods().every(({ value }) => value === bench.store.value())).toBe(true);
    }
  });

  it('is taken back by way of the announced version', async () => {
    const bench = serving();
    bench.store.before = (call) => {
      if (call === 'BACKLOT-RETIRED v1') throw new Error('killed');
    };
    await expect(rotateSecret(bench.environment, 'token', bench.options)).rejects.toThrow('killed');
    bench.store.before = () => {};
    const found = misunderstandings(bench);
    await rotateSecret(bench.environment, 'token', { ...bench.options, abort: true });
    expect(found).toEqual([]);
    expect(bench.store.value()).toBe(pair('first'));
    expect(bench.store.labels()).toMatchObject({ v1: 'AWSCURRENT', v2: 'AWSPREVIOUS', v3: '' });
  });

  it('takes a new key that somebody else made, and a first one that is no pair yet', async () => {
    const bench = new Bench({ rotation: 'dual' }, 'plain');
    const result = await rotateSecret(bench.environment, 'token', { ...bench.options, given: 'theirs\n' });
    expect(result.strategy).toBe('given');
    expect(bench.store.value()).toBe(pair('theirs'));
    const empty = new Bench({ rotation: 'dual' }, null);
    await rotateSecret(empty.environment, 'token', empty.options);
    expect(empty.store.versions).toHaveLength(1);
    expect(readPair(empty.store.value() ?? '').current).toMatch(/^\w{64}$/);
  });
});
