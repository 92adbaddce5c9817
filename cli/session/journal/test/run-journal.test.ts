import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import type { ConditionalObjects, PutCondition, StateKey } from '../../../adapters/aws/index.js';
import { journaled, readUnsettled, Unsettled } from '../index.js';
import { RunJournal } from '../run-journal.js';

const environment = {
  id: 'local',
  platform: 'fixture',
  target: 'sandbox',
  aws: { accountId: '000000000000', region: 'eu-central-1' },
} as Environment;

class Objects implements ConditionalObjects {
  readonly all = new Map<string, { body: string; version: number }>();

  async read({ key }: StateKey) {
    const found = this.all.get(key);
    return found && { body: found.body, etag: String(found.version), ageSeconds: 60 };
  }

  async put({ key }: StateKey, body: string, condition: PutCondition) {
    const found = this.all.get(key);
    if ((condition === 'absent' ? undefined : condition.etag) !== (found && String(found.version))) return undefined;
    this.all.set(key, { body, version: (found?.version ?? 0) + 1 });
    return String((found?.version ?? 0) + 1);
  }

  async keys(_: string, prefix: string) {
    return [...this.all.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}

const holderOf = (token: number) => ({
  id: `h${token}`,
  who: 'ann@laptop',
  pid: 4711,
  operation: 'deploy',
  since: '2026-11-21T03:00:00Z',
});

function journalOf(objects: Objects, token: number, unsettled = new Unsettled(), assertHeld = async () => {}) {
  const lock = { token, holder: holderOf(token), assertHeld };
  return new RunJournal({ environment, objects, lock, unsettled: async () => unsettled, tell: () => {} });
}

const network = {
  step: 'stack:network',
  intent: "applying 'network' (1 to change)",
  creates: [{ address: 'aws_vpc.vpc', type: 'aws_vpc' }],
};

describe('the journal of a run', () => {
  it('is stored before the work starts, and says how it ended', async () => {
    const objects = new Objects();
    const journal = journalOf(objects, 3);
    const read = () => JSON.parse(objects.all.get('local/journal/00000003-deploy.json')?.body ?? '{}');
    await journaled(journal, network, async () => {
      expect(read()).toMatchObject({ token: 3, holder: { pid: 4711 }, steps: [network] });
      expect(read().steps[0].outcome).toBeUndefined();
    });
    await journal.close();
    expect(read()).toMatchObject({ steps: [{ outcome: 'done' }], closed: expect.any(String) });
  });

  it('leaves nothing behind for a run that begins nothing', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).close();
    expect(objects.all.size).toBe(0);
  });

  it('keeps all entries of stacks that are applied at once', async () => {
    const objects = new Objects();
    const journal = journalOf(objects, 3);
    await Promise.all(['a', 'b', 'c'].map((id) => journal.begin({ step: `stack:${id}`, intent: id })));
    const { steps } = JSON.parse(objects.all.get('local/journal/00000003-deploy.json')?.body ?? '{}');
    expect(steps.map(({ step }: { step: string }) => step)).toEqual(['stack:a', 'stack:b', 'stack:c']);
  });

  it('lets no work start when the lock is lost', async () => {
    const lost = async () => {
      throw new Error('lost');
    };
    const objects = new Objects();
    let worked = false;
    const work = journaled(journalOf(objects, 3, new Unsettled(), lost), network, async () => {
      worked = true;
    });
    await expect(work).rejects.toThrow('lost');
    expect([worked, objects.all.size]).toEqual([false, 0]);
  });
});

describe('what earlier runs left undone', () => {
  it('is nothing after a run that did all', async () => {
    const objects = new Objects();
    const journal = journalOf(objects, 3);
    await journaled(journal, network, async () => {});
    await journal.close();
    expect((await readUnsettled(environment, objects)).steps).toEqual([]);
  });

  it('names the steps that a killed run was in, and what it was about to create', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).begin(network);
    const unsettled = await readUnsettled(environment, objects);
    expect(unsettled.killed).toEqual([expect.objectContaining({ ...network, holder: holderOf(3), token: 3 })]);
    expect(unsettled.createsOf('network')).toEqual(network.creates);
    expect(unsettled.createsOf('data')).toBeUndefined();
  });

  it('is nothing while that run is alive', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).begin(network);
    const lock = { token: 3, leaseSeconds: 3_600, beat: 1, holder: holderOf(3) };
    await objects.put({ bucket: 'b', key: 'local/environment.lock.json' }, JSON.stringify(lock), 'absent');
    expect((await readUnsettled(environment, objects)).steps).toEqual([]);
    expect((await readUnsettled(environment, objects, holderOf(4))).steps).toHaveLength(1);
  });

  it('counts a step that failed, but not as killed', async () => {
    const objects = new Objects();
    const journal = journalOf(objects, 3);
    await journaled(journal, network, () => Promise.reject(new Error('no'))).catch(() => {});
    await journal.close();
    const unsettled = await readUnsettled(environment, objects);
    expect([unsettled.killed, unsettled.createsOf('network')]).toEqual([[], network.creates]);
  });

  it('is carried on by a run that doesn’t get to it, and ends with one that does', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).begin(network);
    const second = journalOf(objects, 4, await readUnsettled(environment, objects, holderOf(4)));
    await second.begin({ step: 'stack:data', intent: 'applying data' });
    // Killed too: the newest journal tells of both.
    const third = await readUnsettled(environment, objects, holderOf(5));
    expect(third.steps.map(({ step, token }) => [step, token])).toEqual([
      ['stack:network', 3],
      ['stack:data', 4],
    ]);
    const journal = journalOf(objects, 5, third);
    await journaled(journal, network, async () => {});
    third.settle('stack:data');
    await journal.close();
    expect((await readUnsettled(environment, objects)).steps).toEqual([]);
  });

  it('ends with a run that finds it done and begins nothing', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).begin(network);
    const unsettled = await readUnsettled(environment, objects, holderOf(4));
    unsettled.settle('stack:network');
    await journalOf(objects, 4, unsettled).close();
    expect((await readUnsettled(environment, objects)).steps).toEqual([]);
  });

  it('names a run that was killed between two steps, until that was told', async () => {
    const objects = new Objects();
    const journal = journalOf(objects, 3);
    await journaled(journal, network, async () => {});
    const unsettled = await readUnsettled(environment, objects, holderOf(4));
    expect([unsettled.steps, unsettled.between]).toEqual([[], holderOf(3)]);
    unsettled.told();
    await journalOf(objects, 4, unsettled).close();
    expect((await readUnsettled(environment, objects)).between).toBeUndefined();
  });

  it('passes over a damaged journal', async () => {
    const objects = new Objects();
    await journalOf(objects, 3).begin(network);
    await objects.put({ bucket: 'b', key: 'local/journal/00000004-deploy.json' }, '{"cut', 'absent');
    expect((await readUnsettled(environment, objects)).steps).toHaveLength(1);
  });
});
