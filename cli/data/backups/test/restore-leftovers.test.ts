import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Adapters, Store, Tagged } from '../../../adapters/backups/index.js';
import type { BackupOptions } from '../index.js';
import { createBackup, pruneBackups, restoreBackup } from '../index.js';
import { Bench, BUCKET, environment } from './fixtures/bench.js';
import { MemoryStore } from './fixtures/memory-store.js';

const MAIN: Store = { kind: 'rds', name: 'main', identifier: 'reel-bench-main', address: undefined };

/** A store with a follower, which are put in place by exchanging names; names and tags are what the service has. */
class NamedStore extends MemoryStore {
  readonly tags = new Map<string, Record<string, string>>();
  readonly order: string[] = [];

  constructor(...names: string[]) {
    super('rds');
    for (const name of names) this.tags.set(name, { owner: 'team' });
  }
  override async exists(name: string): Promise<boolean> {
    return this.tags.has(name);
  }
  override async restore(request: Parameters<MemoryStore['restore']>[0]): Promise<void> {
    const made = { 'backlot:backup-set': request.ownership.set, 'backlot:backup-purpose': request.ownership.purpose };
    for (const name of [request.target, ...(request.followers ?? []).map((each) => each.target)])
      this.tags.set(name, made);
  }
  followers(_: Store, __: unknown, target: (name: string) => string) {
    return [{ identifier: 'reel-bench-main-replica-1', target: target('reel-bench-main-replica-1'), placement: {} }];
  }
  async swap(name: string, target: string, retired: string): Promise<'done'> {
    this.order.push(name);
    const [old, made] = [this.tags.get(name), this.tags.get(target)];
    this.tags.delete(target);
    if (old) this.tags.set(retired, old);
    if (made) this.tags.set(name, made);
    return 'done';
  }
  async retag(name: string, tags: Readonly<Record<string, string | undefined>>): Promise<void> {
    const there = this.tags.get(name);
    if (!there) return;
    const all = Object.entries({ ...there, ...tags }).filter((each): each is [string, string] => each[1] !== undefined);
    this.tags.set(name, Object.fromEntries(all));
  }
  override async removeRestored(name: string): Promise<boolean> {
    if (!this.tags.delete(name)) return false;
    this.removed.push(name);
    return true;
  }
  override async tagged(): Promise<Tagged[]> {
    return [...this.tags].flatMap(([id, tags]) => {
      const set = tags['backlot:backup-set'];
      return set
        ? [{ kind: 'rds', what: 'store', id, set, purpose: tags['backlot:backup-purpose'] ?? '' } as const]
        : [];
    });
  }
}

let bench: Bench;
let main: NamedStore;
let set: string;
beforeEach(async () => {
  bench = await Bench.start();
  main = new NamedStore('reel-bench-main', 'reel-bench-main-replica-1');
  set = (await createBackup(environment, options())).id;
});
afterEach(() => bench.stop());

function options(): BackupOptions {
  const { tools, ...rest } = bench.options;
  const adapters: Adapters = new Map([['rds', main]]);
  return { ...rest, tools: { ...tools, adapters: async () => adapters, stores: async () => [MAIN] } };
}

const inPlace = () => restoreBackup(environment, { ...options(), set, inPlace: true });

describe('what a restore in place leaves', () => {
  it('is the old store and what followed it, under names that it tells, marked as put aside', async () => {
    const { restored, safety } = await inPlace();
    expect(main.order).toEqual(['reel-bench-main', 'reel-bench-main-replica-1']);
    const kept = [`reel-bench-main-before-${safety}`, `reel-bench-main-replica-1-before-${safety}`];
    expect(restored).toMatchObject([{ identifier: 'reel-bench-main', followers: ['reel-bench-main-replica-1'], kept }]);
    expect(restored[0]?.cutOver.at(-1)).toBe(
      `when all is well: backlot backups prune bench --restored ${kept[0]} --restored ${kept[1]}`,
    );
    for (const name of kept) expect(main.tags.get(name)).toMatchObject({ 'backlot:backup-purpose': 'replaced' });
    expect(main.tags.get('reel-bench-main')).toEqual({});
    expect([...main.tags.keys()].sort()).toEqual(['reel-bench-main', 'reel-bench-main-replica-1', ...kept].sort());
  });

  it('names nothing that is not there: a store that was deleted has no old one', async () => {
    main.tags.delete('reel-bench-main');
    const { restored, safety } = await inPlace();
    expect(safety).toBeUndefined();
    expect(restored[0]?.kept).toEqual([`reel-bench-main-replica-1-before-${set}`]);
    expect(restored[0]?.cutOver.join('\n')).not.toContain(`reel-bench-main-before`);
    // It went on by itself when its source was deleted: it may have the newest rows of all.
    expect(restored[0]?.cutOver.join('\n')).toContain(`look at reel-bench-main-replica-1-before-${set} first`);
  });
});

describe('what restores left', () => {
  it('stays until it is named, and then only that goes, what follows first', async () => {
    const { restored } = await inPlace();
    const kept = restored[0]?.kept ?? [];
    const { leftovers, removed } = await pruneBackups(environment, options());
    expect([leftovers.map(({ id }) => id).sort(), removed]).toEqual([[...kept].sort(), []]);
    await pruneBackups(environment, { ...options(), restored: kept });
    expect(main.removed).toEqual([kept[1], kept[0]]);
    expect([...main.tags.keys()].sort()).toEqual(['reel-bench-main', 'reel-bench-main-replica-1']);
  });

  it('is nothing that somebody else made, and nothing that a state knows', async () => {
    const other = pruneBackups(environment, { ...options(), restored: ['reel-bench-main'] });
    await expect(other).rejects.toMatchObject({ code: 'NotFromRestore', exitCode: 3 });
    main.tags.set('reel-bench-main', { 'backlot:backup-set': set, 'backlot:backup-purpose': 'restore' });
    const attributes = { identifier: 'reel-bench-main' };
    const resources = [{ mode: 'managed', type: 'aws_db_instance', name: 'main', instances: [{ attributes }] }];
    bench.objects.put(BUCKET, 'bench/data.tfstate', JSON.stringify({ version: 4, serial: 1, lineage: 'l', resources }));
    const known = pruneBackups(environment, { ...options(), restored: ['reel-bench-main'] });
    await expect(known).rejects.toMatchObject({ code: 'NotFromRestore' });
    expect(main.removed).toEqual([]);
  });

  it('stays when a person declines', async () => {
    const { restored } = await inPlace();
    const wish = { ...options(), restored: restored[0]?.kept ?? [], approve: async () => false };
    await expect(pruneBackups(environment, wish)).rejects.toMatchObject({ code: 'Declined' });
    expect(main.removed).toEqual([]);
  });
});
