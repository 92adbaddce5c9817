import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { silent } from '../../../kernel/progress.js';
import { MemoryObjects } from '../../../test/fixtures/memory-objects.js';
import { MemorySigning } from '../../../test/fixtures/memory-signing.js';
import { auditLedger, Ledger } from '../index.js';
import { readyLedger } from '../ready-ledger.js';
import { recordHash, writeRecord } from '../sealed-record.js';
import { aRelease } from './fixtures/a-release.js';

const release = { ...aRelease, services: [{ service: 'api', status: 'canary', image: 'api:1.0.0' }] };

const KEY = (number: number) => `prod/releases/0000000${number}.json`;

/** A ledger as a new process opens it: it knows nothing but what is kept. */
class Site {
  readonly objects = new MemoryObjects();
  readonly told: string[] = [];
  constructor(
    readonly signing: MemorySigning | undefined = MemorySigning.withKey(),
    readonly environment = 'prod',
    readonly shownMs = 0,
  ) {}

  open(signing = this.signing): Ledger {
    const tell = (message: string) => void this.told.push(message);
    const { environment, objects, shownMs } = this;
    return new Ledger({ objects, bucket: 'states', environment, signing, tell, shownMs });
  }

  async releases(count: number): Promise<this> {
    for (let each = 1; each <= count; each += 1) await this.open().append({ ...release, token: each });
    return this;
  }

  body(number: number): string {
    return this.objects.bodies.get(KEY(number)) ?? '';
  }

  put(number: number, body: string): void {
    this.objects.bodies.set(KEY(number), body);
  }

  async kinds(): Promise<(readonly [number, string])[]> {
    return (await auditLedger(this.open())).faults.map(({ number, kind }) => [number, kind] as const);
  }
}

/** A record as somebody who has no key writes it: sealed, chained, and as well-formed as any. */
function forged(body: string, change: object): string {
  const { seal: _, signature: __, ...record } = JSON.parse(body);
  return writeRecord({ ...record, ...change });
}

describe('a signed ledger', () => {
  it('verifies, and asks KMS for one public key however many records there are', async () => {
    const site = await new Site().releases(8);
    const signing = site.signing as MemorySigning;
    for (const what of Object.keys(signing.asked)) delete signing.asked[what];
    const audit = await auditLedger(site.open());
    expect(audit).toEqual({ faults: [], releases: 8, signed: 8, head: 8, notes: [] });
    expect(signing.asked).toEqual({ current: 1, read: 1 });
    expect(await site.open().list()).toHaveLength(8);
  });

  it('verifies by the public key alone: without the right to sign', async () => {
    const site = await new Site().releases(2);
    site.signing?.broken.set('sign', new BacklotError({ code: 'LedgerKeyDenied', message: 'no' }));
    expect((await auditLedger(site.open())).faults).toEqual([]);
  });

  it('names a newest record that was written anew with a seal of its own', async () => {
    const site = await new Site().releases(3);
    site.put(3, forged(site.body(3), { outcome: 'failed' }));
    expect(await site.kinds()).toEqual([
      [3, 'unsigned'],
      [3, 'head'],
    ]);
  });

  it('names a record that was changed and kept its signature', async () => {
    const site = await new Site().releases(3);
    const { seal: _, signature, ...record } = JSON.parse(site.body(3));
    site.put(3, writeRecord({ ...record, outcome: 'failed' }, signature));
    expect(await site.kinds()).toEqual([
      [3, 'forged'],
      [3, 'head'],
    ]);
  });

  it('calls no record one of before the key that is behind a signed one, or was signed and is altered', async () => {
    const site = await new Site().releases(1);
    site.put(1, site.body(1).replace('complete', 'failed'));
    const { faults, notes } = await auditLedger(site.open());
    expect([faults.map(({ kind }) => kind), notes]).toEqual([['altered', 'head'], []]);
  });

  it('is whole again when a record is brought back, also behind a deploy that found it damaged or gone', async () => {
    for (const damaged of [forged, () => undefined]) {
      const site = await new Site().releases(3);
      const [before, second] = [site.body(3), site.body(2)];
      const put = (number: number, body: string | undefined) =>
        body === undefined ? site.objects.bodies.delete(KEY(number)) : site.put(number, body);
      put(3, damaged(before, { outcome: 'failed' }));
      put(2, damaged(second, { outcome: 'failed' }));
      await site.releases(1);
      expect(await site.kinds()).not.toEqual([]);
      put(3, before);
      put(2, second);
      const { faults, notes } = await auditLedger(site.open());
      expect([faults, notes]).toEqual([
        [],
        [expect.stringMatching(/^release 4 was written while .* brought back since$/)],
      ]);
      await site.open().assertWhole();
    }
  });

  it('names what is gone in the middle by its own object', async () => {
    const site = await new Site().releases(5);
    for (const number of [2, 3]) site.objects.bodies.delete(KEY(number));
    const { faults } = await auditLedger(site.open());
    expect(faults).toEqual([{ key: KEY(3), number: 3, kind: 'missing', reason: 'releases 2 to 3 are gone' }]);
  });

  it.each([1, 2])('names %i newest records that were taken away', async (count) => {
    const site = await new Site().releases(3);
    for (let each = 0; each < count; each += 1) site.objects.bodies.delete(KEY(3 - each));
    expect(await site.kinds()).toEqual([[3, 'missing']]);
    await expect(site.open().assertWhole()).rejects.toMatchObject({ code: 'LedgerForged' });
  });

  it('names a ledger that was emptied', async () => {
    const site = await new Site().releases(3);
    site.objects.bodies.clear();
    const { faults, releases } = await auditLedger(site.open());
    expect([releases, faults]).toEqual([
      0,
      [
        {
          key: KEY(3),
          number: 3,
          kind: 'missing',
          reason: 'releases 1 to 3 are gone: the head of the ledger tells of release 3, and none is left',
        },
      ],
    ]);
  });

  it('names a record in the middle that was taken away, and one that stands in another place', async () => {
    const site = await new Site().releases(4);
    const [two, three] = [site.body(2), site.body(3)];
    site.objects.bodies.delete(KEY(2));
    expect(await site.kinds()).toEqual([[2, 'missing']]);
    site.put(2, three);
    site.put(3, two);
    expect(await site.kinds()).toEqual(
      expect.arrayContaining([
        [2, 'misplaced'],
        [3, 'misplaced'],
      ]),
    );
  });

  it('names every record of a chain that was sealed anew from one on', async () => {
    const site = await new Site().releases(4);
    let previous = recordHash(site.body(1));
    for (const number of [2, 3, 4]) {
      site.put(number, forged(site.body(number), { previous, actor: { who: 'eve@elsewhere' } }));
      previous = recordHash(site.body(number));
    }
    expect(await site.kinds()).toEqual([
      [2, 'unsigned'],
      [3, 'unsigned'],
      [4, 'unsigned'],
      [4, 'head'],
    ]);
  });

  it('names a record that another key signed', async () => {
    const site = await new Site().releases(2);
    const theirs = MemorySigning.withKey('theirs');
    (site.signing as MemorySigning).pairs.set(theirs.alias ?? '', [...theirs.pairs.values()][0] as never);
    await site.open(theirs).append(release);
    expect(await site.kinds()).toEqual([[3, 'other-key']]);
    await expect(site.open().get(3)).rejects.toMatchObject({ code: 'LedgerForged', details: { kind: 'other-key' } });
  });

  it('names a signature of another record, and a record of another environment under the same key', async () => {
    const site = await new Site().releases(3);
    const { seal: _, signature: __, ...record } = JSON.parse(site.body(3));
    site.put(3, writeRecord(record, JSON.parse(site.body(2)).signature));
    expect(await site.kinds()).toEqual([
      [3, 'forged'],
      [3, 'head'],
    ]);
    const stage = new Site(site.signing, 'stage');
    for (let each = 1; each <= 3; each += 1) await stage.open().append({ ...release, token: each });
    const other = stage.objects.bodies.get('stage/releases/00000003.json') ?? '';
    site.put(3, other);
    expect(await site.kinds()).toContainEqual([3, 'misplaced']);
    site.put(3, writeRecord({ ...record }, JSON.parse(other).signature));
    expect(await site.kinds()).toContainEqual([3, 'forged']);
  });

  it('holds no replayed head for a newer one, and none that the key did not sign', async () => {
    const site = await new Site().releases(3);
    const signing = site.signing as MemorySigning;
    const lines = signing.lines ?? [];
    site.objects.bodies.delete(KEY(3));
    lines.push(lines[1] ?? '');
    lines.push((lines[1] ?? '').replace('"count": 1', '"count": 2'));
    expect(await site.kinds()).toEqual([[3, 'missing']]);
  });

  it('names the loss of the head, also of its log group, and says later that it was begun anew', async () => {
    const site = await new Site().releases(2);
    const signing = site.signing as MemorySigning;
    signing.lines = undefined;
    expect(await site.kinds()).toEqual([[1, 'head']]);
    signing.lines = [];
    expect(await site.kinds()).toEqual([[1, 'head']]);
    expect(await site.open().doubt()).toMatchObject({ kind: 'head' });
    await site.open().append(release);
    const { faults, notes } = await auditLedger(site.open());
    expect([faults, notes]).toEqual([[], [expect.stringContaining('begun anew at release 3')]]);
  });

  it('never gives the number of a record that was taken away to another', async () => {
    const site = await new Site().releases(3);
    site.objects.bodies.delete(KEY(3));
    expect((await site.open().append(release)).record.number).toBe(4);
    expect(await site.kinds()).toEqual([[3, 'missing']]);
  });

  it('is true when a run was cut off between the record and the head', async () => {
    const site = await new Site().releases(2);
    const signing = site.signing as MemorySigning;
    signing.broken.set('append', new BacklotError({ code: 'LedgerHeadUnreachable', message: 'the log is down' }));
    expect((await site.open().append(release)).record.number).toBe(3);
    expect(site.told).toEqual([expect.stringContaining('the log is down')]);
    signing.broken.clear();
    expect(await auditLedger(site.open())).toMatchObject({ faults: [], head: 2, releases: 3 });
    await site.open().append(release);
    expect(await auditLedger(site.open())).toMatchObject({ faults: [], head: 4 });
  });

  it('is true when the first signed record was cut off before its head, or before itself', async () => {
    const site = new Site();
    const signing = site.signing as MemorySigning;
    signing.broken.set('append', new BacklotError({ code: 'LedgerHeadUnreachable', message: 'the log is down' }));
    await expect(site.open().append(release)).rejects.toMatchObject({ code: 'LedgerHeadUnreachable' });
    expect(site.objects.bodies.size).toBe(0);
    signing.broken.clear();
    await site.releases(1);
    expect((await auditLedger(site.open())).faults).toEqual([]);
  });

  it('writes nothing when the key does not sign', async () => {
    const site = await new Site().releases(1);
    for (const code of ['LedgerKeyDenied', 'LedgerKeyUnusable', 'LedgerKeyUnreachable']) {
      (site.signing as MemorySigning).broken.set('sign', new BacklotError({ code, message: code }));
      await expect(site.open().assertRecordable()).rejects.toMatchObject({ code });
      await expect(site.open().append(release)).rejects.toMatchObject({ code });
    }
    expect([...site.objects.bodies.keys()]).toEqual([KEY(1)]);
  });
});

describe('a head that is new', () => {
  /** Shows no head before it was looked for so often. */
  function late(signing: MemorySigning, looks: number): void {
    const { read } = signing.heads;
    let left = looks;
    signing.heads.read = async () => {
      const lines = await read();
      left -= 1;
      return left >= 0 ? [] : lines;
    };
  }

  it('is not called lost while the log does not show it yet', async () => {
    const site = await new Site(undefined, 'prod', 4_000).releases(1);
    late(site.signing as MemorySigning, 2);
    expect(await site.open().doubt()).toBeUndefined();
    late(site.signing as MemorySigning, 2);
    expect(await site.kinds()).toEqual([]);
  });

  it('is not begun anew by the next process', async () => {
    const site = await new Site(undefined, 'prod', 4_000).releases(1);
    late(site.signing as MemorySigning, 2);
    await site.releases(1);
    expect(await auditLedger(site.open())).toMatchObject({ faults: [], head: 2, notes: [] });
  });

  it('is not begun anew when somebody else takes the first number at the same moment', async () => {
    const site = new Site();
    const [ours, theirs] = [site.open(), site.open()];
    const { put } = site.objects;
    let taken = false;
    site.objects.put = async (...given: Parameters<typeof put>) => {
      if (!taken) {
        taken = true;
        await theirs.append({ ...release, actor: { who: 'ben@laptop' } });
      }
      return put.apply(site.objects, given);
    };
    expect((await ours.append(release)).record.number).toBe(2);
    expect(await auditLedger(site.open())).toMatchObject({ faults: [], head: 2, notes: [] });
  });

  it('is called lost when the log stays empty', async () => {
    const site = await new Site(undefined, 'prod', 20).releases(1);
    (site.signing as MemorySigning).lines = [];
    expect(await site.open().doubt()).toMatchObject({ kind: 'head' });
  });
});

describe('before anything is touched', () => {
  it.each([true, false])('a key that is gone is let pass only by a run that makes one: %s', async (makesKey) => {
    const site = await new Site().releases(1);
    (site.signing as MemorySigning).alias = undefined;
    const run = { environment: { id: 'prod' }, progress: silent, selected: [{ id: 'foundation' }] };
    const ready = readyLedger(run as unknown as Parameters<typeof readyLedger>[0], site.open(), makesKey);
    if (makesKey) await expect(ready).resolves.toBeUndefined();
    else await expect(ready).rejects.toMatchObject({ code: 'LedgerKeyMissing' });
  });
});

describe('verdicts of a signed ledger', () => {
  const verdict = { release: 1, service: 'api', at: '2026-11-30T04:00:00Z', outcome: 'aborted', reason: 'errors' };
  const VERDICT = 'prod/releases/00000001.api.verdict.json';

  it('are signed, and count only when they are', async () => {
    const site = await new Site().releases(1);
    const of = recordHash(site.body(1));
    await site.open().verdicts.add({ ...verdict, of });
    expect(await site.kinds()).toEqual([]);
    site.objects.bodies.set(VERDICT, writeRecord({ ...verdict, of, outcome: 'promoted' }));
    expect(await site.kinds()).toEqual([[1, 'unsigned']]);
    expect(await site.open().verdicts.list()).toEqual([]);
  });
});

describe('a ledger from before there was a key', () => {
  it('is read, and said to be unsigned; what is added then is signed', async () => {
    const site = new Site(new MemorySigning());
    await site.releases(2);
    expect(site.told[1]).toBe("release 2 is not signed, as 'prod' has no key for it yet: backlot bootstrap prod");
    expect(await auditLedger(site.open())).toMatchObject({
      faults: [],
      signed: 0,
      notes: [expect.stringContaining('no release is signed'), expect.stringContaining('no key for its ledger yet')],
    });
    const signing = site.signing as MemorySigning;
    signing.alias = signing.add('one');
    await site.releases(1);
    expect(await auditLedger(site.open())).toMatchObject({
      faults: [],
      signed: 1,
      head: 3,
      notes: [expect.stringContaining('2 of 3 releases are not signed')],
    });
    site.put(3, forged(site.body(3), {}));
    expect(await site.kinds()).toContainEqual([3, 'unsigned']);
  });

  it('shows a change of what was not signed, once a head pins its end', async () => {
    const site = new Site(new MemorySigning());
    await site.releases(2);
    const signing = site.signing as MemorySigning;
    signing.alias = signing.add('one');
    await site.releases(1);
    site.put(2, forged(site.body(2), { outcome: 'failed' }));
    expect(await site.kinds()).toEqual([[3, 'altered']]);
  });
});

describe('a ledger whose key was replaced', () => {
  it('verifies what the former key signed, also after that is gone, by what the head kept', async () => {
    const site = await new Site().releases(2);
    const signing = site.signing as MemorySigning;
    signing.pairs.clear();
    signing.alias = undefined;
    expect(await auditLedger(site.open())).toMatchObject({
      faults: [],
      notes: [expect.stringContaining('the key that signed is gone')],
    });
    await expect(site.open().append(release)).rejects.toMatchObject({ code: 'LedgerKeyMissing' });
    await expect(site.open().assertRecordable()).rejects.toMatchObject({ code: 'LedgerKeyMissing' });
    await expect(site.open().assertRecordable(true)).resolves.toBeUndefined();
    signing.alias = signing.add('two');
    expect(await site.kinds()).toEqual([]);
    await site.releases(1);
    expect(await auditLedger(site.open())).toMatchObject({ faults: [], signed: 3, head: 3, notes: [] });
  });

  it('is not verifiable where the key is gone and no head kept it', async () => {
    const site = await new Site().releases(1);
    const signing = site.signing as MemorySigning;
    const former = signing.alias;
    signing.pairs.clear();
    signing.alias = signing.add('two');
    signing.lines = [];
    const { faults } = await auditLedger(site.open());
    expect(faults).toContainEqual(
      expect.objectContaining({ kind: 'unverifiable', reason: `not verifiable: key ${former} is gone` }),
    );
  });

  it('takes no key from a head that the current key did not sign, once it signed one', async () => {
    const site = await new Site().releases(2);
    const signing = site.signing as MemorySigning;
    const theirs = new MemorySigning();
    theirs.alias = theirs.add('theirs');
    theirs.lines = signing.lines;
    await site.open(theirs).append(release);
    signing.pairs.set(theirs.alias, theirs.pairs.get(theirs.alias) as never);
    expect(await site.kinds()).toEqual([[3, 'other-key']]);
  });
});
