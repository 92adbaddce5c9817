import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { MemoryObjects } from '../../../test/fixtures/memory-objects.js';
import { MemorySigning } from '../../../test/fixtures/memory-signing.js';
import { auditLedger, Ledger } from '../index.js';
import { recordHash, writeRecord } from '../sealed-record.js';
import { aRelease } from './fixtures/a-release.js';

const KEY = (number: number) => `prod/releases/${String(number).padStart(8, '0')}.json`;

/** Any text with a seal that is right. */
const sealed = (open: string) => `${open},\n  "seal": "${recordHash(open)}"\n}\n`;

async function ledgerOf(count: number, signing: MemorySigning | undefined = MemorySigning.withKey()) {
  const objects = new MemoryObjects();
  const open = () => new Ledger({ objects, bucket: 'states', environment: 'prod', signing });
  for (let each = 1; each <= count; each += 1) await open().append({ ...aRelease, token: each });
  return { objects, open, signing };
}

const newestOf = async (ledger: Ledger) => {
  for await (const { record } of ledger.newestFirst()) return record.number;
  return undefined;
};

describe('objects that somebody without the key puts into a ledger', () => {
  const next = { ...aRelease, number: 4, environment: 'prod' };
  const open = (signature: string) =>
    `${JSON.stringify(next, undefined, 2).slice(0, -2)},\n  "signature": ${signature}`;

  it.each([
    ['is no JSON under a right seal', sealed('no JSON at all'), 'altered'],
    ['has an array under a right seal', sealed('[1'), 'altered'],
    ['has more behind its signature', sealed(open('{"key":"x"}, "more": {}')), 'forged'],
    ['has a signature without a key', sealed(open('{}')), 'forged'],
    ['has a signature by a number', sealed(open('{"key":1,"algorithm":"ECDSA_SHA_256","value":"AA=="}')), 'forged'],
  ] as const)('are named, and keep nobody from deploying, where one %s', async (_, body, kind) => {
    const { objects, open: site } = await ledgerOf(3);
    objects.bodies.set(KEY(4), body);
    expect(await site().doubt()).toMatchObject({ number: 4, kind });
    expect((await auditLedger(site())).faults).toContainEqual(expect.objectContaining({ number: 4, kind }));
    expect(await newestOf(site())).toBe(3);
    expect((await site().append(aRelease)).record.number).toBe(5);
  });

  it.each(['LedgerKeyUnusable', 'LedgerKeyDenied'])(
    'are of another key also where that answers with %s',
    async (code) => {
      const { objects, open: site, signing } = await ledgerOf(3);
      const signature = { key: 'arn:aws:kms:x:1:key/theirs', algorithm: 'ECDSA_SHA_256', value: 'AA==' } as const;
      objects.bodies.set(KEY(4), writeRecord(next, signature));
      signing?.broken.set('exists', new BacklotError({ code, message: 'no' }));
      expect(await site().doubt()).toMatchObject({ number: 4, kind: 'other-key' });
    },
  );

  it('are no records in a folder below: none is taken for the newest', async () => {
    const { objects, open: site } = await ledgerOf(3);
    objects.bodies.set('prod/releases/zzz/00000001.json', objects.bodies.get(KEY(1)) ?? '');
    expect(await newestOf(site())).toBe(3);
    expect(await site().doubt()).toBeUndefined();
    await site().append(aRelease);
    expect((await auditLedger(site())).faults).toEqual([]);
  });

  it('do not use up the numbers', async () => {
    for (const signing of [MemorySigning.withKey(), new MemorySigning()]) {
      const { objects, open: site } = await ledgerOf(3, signing);
      objects.bodies.set(KEY(99_999_999), 'x');
      objects.bodies.set(KEY(5), 'x');
      expect((await site().append(aRelease)).record.number).toBe(4);
      expect((await site().append(aRelease)).record.number).toBe(6);
      expect((await auditLedger(site())).faults.map(({ number }) => number)).toContain(99_999_999);
    }
  });
});

describe('releases from before there was a key', () => {
  async function old() {
    const signing = new MemorySigning();
    const site = await ledgerOf(3, signing);
    signing.alias = signing.add('one');
    return { ...site, signing };
  }

  /** Another content under the number, with a seal of its own, chained as the one that was there. */
  const forge = ({ objects }: { objects: MemoryObjects }, number: number) => {
    const { seal: _, ...record } = JSON.parse(objects.bodies.get(KEY(number)) ?? '');
    objects.bodies.set(KEY(number), writeRecord({ ...record, archive: 'f'.repeat(64) }));
  };

  it('are given back while they are as the first signed one found them', async () => {
    const site = await old();
    await site.open().append(aRelease);
    for (const number of [1, 2, 3, 4]) expect((await site.open().get(number)).record.number).toBe(number);
    expect(await site.open().list()).toHaveLength(4);
  });

  it.each([1, 2, 3])('are not: release %i was written anew', async (number) => {
    const site = await old();
    await site.open().append(aRelease);
    forge(site, number);
    await expect(site.open().get(number)).rejects.toMatchObject({ code: expect.stringMatching(/^Ledger/) });
    const given: number[] = [];
    for await (const { record } of site.open().newestFirst()) given.push(record.number);
    expect(given).not.toContain(number);
    expect(given).toContain(4);
  });

  it('are held against no first signed one that was written anew itself', async () => {
    const site = await old();
    await site.open().append(aRelease);
    forge(site, 2);
    const { seal: _, signature, ...record } = JSON.parse(site.objects.bodies.get(KEY(4)) ?? '');
    const { seal: __, ...third } = JSON.parse(site.objects.bodies.get(KEY(3)) ?? '');
    const chained = writeRecord({ ...third, previous: recordHash(site.objects.bodies.get(KEY(2)) ?? '') });
    site.objects.bodies.set(KEY(3), chained);
    site.objects.bodies.set(KEY(4), writeRecord({ ...record, previous: recordHash(chained) }, signature));
    await expect(site.open().get(2)).rejects.toMatchObject({ code: 'LedgerDamaged' });
  });

  it('are held against the head, where the first signed one was cut off before it was written', async () => {
    const site = await old();
    await site.open().append(aRelease);
    site.objects.bodies.delete(KEY(4));
    if (site.signing.lines) site.signing.lines.length = 1;
    expect((await site.open().get(2)).record.number).toBe(2);
    forge(site, 2);
    await expect(site.open().get(2)).rejects.toMatchObject({ code: expect.stringMatching(/^Ledger/) });
  });
});
