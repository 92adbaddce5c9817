import { describe, expect, it } from '@jest/globals';
import { canonicalHash } from '../../../kernel/canonical-hash.js';
import { MemoryObjects } from '../../../test/fixtures/memory-objects.js';
import { auditLedger, Ledger, type ReleaseRecord } from '../index.js';

const release: Omit<ReleaseRecord, 'number' | 'previous' | 'environment'> = {
  operation: 'deploy',
  outcome: 'complete',
  startedAt: '2026-11-21T03:00:00Z',
  durationMs: 1_000,
  actor: { who: 'ann@laptop' },
  token: 1,
  stacks: [{ id: 'network', status: 'applied', configuration: 'a'.repeat(64), serial: 3 }],
  services: [{ service: 'api', status: 'deployed', image: 'api:1.0.0', values: { text: 'a "quoted", line\n' } }],
  archive: 'b'.repeat(64),
};

async function threeReleases() {
  const objects = new MemoryObjects();
  const ledger = new Ledger({ objects, bucket: 'states', environment: 'local' });
  for (const durationMs of [1, 2, 3]) await ledger.append({ ...release, durationMs });
  return { objects, ledger };
}

const faultsOf = async (ledger: Ledger) => (await auditLedger(ledger)).faults;

const KEY = (number: number) => `local/releases/0000000${number}.json`;

describe('the ledger of releases', () => {
  it('numbers records from 1 and chains them', async () => {
    const { ledger } = await threeReleases();
    const entries = await ledger.list();
    expect(entries.map(({ record }) => record.number)).toEqual([3, 2, 1]);
    expect(entries[0]?.record.previous).toBe(entries[1]?.hash);
    expect(entries[2]?.record.previous).toBeUndefined();
    expect(await faultsOf(ledger)).toEqual([]);
  });

  it('gives back what was recorded', async () => {
    const { ledger } = await threeReleases();
    expect((await ledger.get(2)).record).toMatchObject({ ...release, durationMs: 2, environment: 'local' });
  });

  it('gives the next number to the slower of two that write at once', async () => {
    const { objects, ledger } = await threeReleases();
    objects.before = () => ledger.append({ ...release, token: 8 });
    expect((await ledger.append({ ...release, token: 9 })).record.number).toBe(5);
    expect((await ledger.get(4)).record.token).toBe(8);
    expect(await faultsOf(ledger)).toEqual([]);
  });

  it.each([1, 2, 3])('names record %i when one of its bytes was changed', async (number) => {
    const { objects, ledger } = await threeReleases();
    const body = objects.bodies.get(KEY(number)) ?? '';
    objects.bodies.set(KEY(number), body.replace('api:1.0.0', 'api:1.0.1'));
    expect((await faultsOf(ledger))[0]).toEqual({
      key: KEY(number),
      number,
      kind: 'altered',
      reason: 'its content is not what was written',
    });
    await expect(ledger.get(number)).rejects.toMatchObject({ code: 'LedgerDamaged' });
  });

  it('notices a byte that was added at the end', async () => {
    const { objects, ledger } = await threeReleases();
    objects.bodies.set(KEY(2), `${objects.bodies.get(KEY(2))} `);
    expect((await faultsOf(ledger)).map(({ number }) => number)).toContain(2);
  });

  it('notices a record that was written anew with a seal of its own', async () => {
    const { objects, ledger } = await threeReleases();
    const other = new MemoryObjects();
    const forged = new Ledger({ objects: other, bucket: 'states', environment: 'local' });
    for (const token of [1, 7]) await forged.append({ ...release, token });
    objects.bodies.set(KEY(2), other.bodies.get(KEY(2)) ?? '');
    expect((await faultsOf(ledger)).map(({ number }) => number)).toEqual(expect.arrayContaining([3]));
  });

  it('notices a record that is gone', async () => {
    const { objects, ledger } = await threeReleases();
    objects.bodies.delete(KEY(2));
    expect(await faultsOf(ledger)).toEqual([{ key: KEY(2), number: 2, kind: 'missing', reason: 'release 2 is gone' }]);
  });

  it('names the newest when asked for one that does not exist', async () => {
    const { ledger } = await threeReleases();
    await expect(ledger.get(9)).rejects.toMatchObject({
      code: 'UnknownRelease',
      message: "'local' has no release 9; the newest are 1, 2, 3",
    });
  });

  it('knows no release at first', async () => {
    const ledger = new Ledger({ objects: new MemoryObjects(), bucket: 'states', environment: 'local' });
    expect([await ledger.newest(), await ledger.list(), await faultsOf(ledger)]).toEqual([undefined, [], []]);
  });
});

describe('the canonical hash', () => {
  it('does not depend on the order of keys, nor on what is undefined', () => {
    expect(canonicalHash({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(canonicalHash({ b: { c: [1, 2] }, a: 1 }));
  });

  it('depends on the order of lists', () => {
    expect(canonicalHash([1, 2])).not.toBe(canonicalHash([2, 1]));
  });
});
