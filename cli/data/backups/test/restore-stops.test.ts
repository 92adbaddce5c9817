import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Adapters, Store } from '../../../adapters/backups/index.js';
import type { BackupOptions, RestoreBackupOptions } from '../index.js';
import { createBackup, restoreBackup, verifyBackup } from '../index.js';
import { Bench, BUCKET, environment, FILMS } from './fixtures/bench.js';
import { MemoryStore } from './fixtures/memory-store.js';

const MAIN: Store = { kind: 'rds', name: 'main', identifier: 'reel-bench-main' };

/** A store that is put in the place of another one by exchanging their names. */
class SwappedStore extends MemoryStore {
  readonly swapped: string[] = [];

  /** Looks that a swap takes: in between, nothing has the name. */
  looks = 0;
  /** Called with each look at a swap. */
  swapping: () => void = () => {};

  async swap(current: string, restored: string, retired: string): Promise<'done' | 'under-way'> {
    this.swapping();
    if (this.looks-- > 0) return 'under-way';
    this.swapped.push(`${current} → ${retired}, ${restored} → ${current}`);
    return 'done';
  }
}

let bench: Bench;
let main: SwappedStore;
let set: string;

beforeEach(async () => {
  bench = await Bench.start();
  main = new SwappedStore('rds');
  set = (await createBackup(environment, options())).id;
});
afterEach(() => bench.stop());

function options(): BackupOptions {
  const { tooling, tools, ...rest } = bench.options;
  const adapters: Adapters = new Map([
    ['dynamodb', bench.films],
    ['rds', main],
  ]);
  return {
    ...rest,
    tooling: { ...tooling, leaseSeconds: 0.3 },
    tools: { ...tools, adapters: async () => adapters, stores: async () => [FILMS, MAIN] },
  };
}

const inPlace = () => restoreBackup(environment, { ...options(), set, inPlace: true });

/** Somebody else holds a lock of the environment from now on. */
function steal(name: 'environment' | 'backups' | 'verify'): void {
  const holder = { id: 'x', who: 'somebody@else', pid: 1, operation: 'deploy', since: new Date().toISOString() };
  bench.objects.put(
    BUCKET,
    `bench/${name}.lock.json`,
    JSON.stringify({ token: 99, leaseSeconds: 30, holder, beat: 0 }),
  );
}

function holder(name: string): string | undefined {
  return JSON.parse(bench.objects.text(BUCKET, `bench/${name}.lock.json`) ?? '{}').holder?.who;
}

/** Steps of the newest journal: `restore:main done`. */
function journal(): string[] {
  const keys = [...(bench.objects.buckets.get(BUCKET)?.keys() ?? [])].filter((key) => key.startsWith('bench/journal/'));
  const text = bench.objects.text(BUCKET, keys.sort().at(-1) ?? '') ?? '{"steps":[]}';
  return JSON.parse(text).steps.map(
    ({ outcome, step }: { step: string; outcome?: string }) => `${step} ${outcome ?? 'open'}`,
  );
}

describe('a restore in the place of what is there', () => {
  it('keeps every step in the journal', async () => {
    const { restored } = await inPlace();
    expect(restored.map(({ store }) => store)).toEqual(['main', 'films']);
    expect(journal()).toEqual(['restore:main done', 'swap:main done', 'restore:films done']);
    expect(main.swapped).toHaveLength(1);
  });

  it('replaces nothing once the lock of the environment is lost', async () => {
    let looks = 0;
    main.restoring = () => {
      looks += 1;
      if (looks === 1) steal('environment');
      return looks > 3 ? 'available' : 'creating';
    };
    await expect(inPlace()).rejects.toMatchObject({ code: 'LockLost', exitCode: 1 });
    expect(main.swapped).toEqual([]);
    expect(bench.notes.join('\n')).toContain('the lock was lost');
    expect(holder('environment')).toBe('somebody@else');
  });

  it('stops waiting when the lock is lost, also while a service takes its time', async () => {
    main.restoring = () => {
      steal('environment');
      return 'creating';
    };
    await expect(inPlace()).rejects.toMatchObject({ code: 'LockLost' });
    expect(main.swapped).toEqual([]);
  });

  it('stops with Ctrl-C, 130, and the command that goes on; the journal says so', async () => {
    main.restoring = () => {
      bench.interrupt();
      return 'creating';
    };
    const error = await inPlace().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'Interrupted', exitCode: 130 });
    expect(error.actions).toContain(`backlot backups restore bench ${set} --in-place`);
    expect(journal()).toContain('restore:main interrupted');
    expect(main.swapped).toEqual([]);
    main.restoring = () => 'available';
    await inPlace();
    expect(main.swapped).toHaveLength(1);
  });

  it('replaces nothing when a copy could not be made, and says of each what became of it', async () => {
    main.restoring = () => 'failed';
    const error = await inPlace().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'RestoreFailed', exitCode: 1, details: { notRestored: ['films', 'main'] } });
    expect(error.message).toContain('restored: none, not restored: films, main');
    expect(error.actions).toContain(`backlot backups restore bench ${set} --in-place`);
    expect([main.swapped, [...bench.films.restored.keys()]]).toEqual([[], []]);
    expect(journal()).toEqual(['restore:main failed']);
  });

  it('does not hide a store that was replaced before another one failed', async () => {
    bench.films.restoring = () => 'failed';
    const error = await inPlace().catch((thrown) => thrown);
    expect(error.message).toContain('restored: main, not restored: films');
    expect(error.details).toMatchObject({ restored: [{ store: 'main' }], notRestored: ['films'] });
    // What was put in place is in use: only the rest is done again.
    expect(error.actions.at(-1)).toBe(`backlot backups restore bench ${set} --in-place --store films`);
    expect(error.actions).not.toContain(`backlot backups restore bench ${set} --in-place`);
  });

  it('carries an exchange of names to its end at Ctrl-C, and replaces nothing after it', async () => {
    main.looks = 3;
    main.swapping = () => bench.interrupt();
    const error = await inPlace().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'Interrupted', exitCode: 130, details: { notRestored: ['films'] } });
    expect(main.swapped).toHaveLength(1);
    expect(bench.films.restored.size).toBe(0);
    expect(journal()).toEqual(['restore:main done', 'swap:main done']);
  });

  it('carries it to its end also when the lock is lost meanwhile', async () => {
    main.looks = 40;
    main.swapping = () => {
      if (main.looks === 39) steal('environment');
    };
    await expect(inPlace()).rejects.toMatchObject({ code: 'LockLost', details: { notRestored: ['films'] } });
    expect(main.swapped).toHaveLength(1);
  });

  it('lets nothing go before the last of them has ended', async () => {
    const seen: (string | undefined)[] = [];
    const failing = Object.assign(bench.films, { swap: async () => 'done' as const });
    failing.restoring = () => 'failed';
    const slow = main.lookRestored.bind(main);
    main.restoring = () => 'creating';
    main.lookRestored = async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.push(holder('environment'));
      return slow(request);
    };
    await expect(inPlace()).rejects.toMatchObject({ code: 'RestoreFailed' });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain(undefined);
    expect(holder('environment')).toBeUndefined();
  });
});

describe('a restore beside what is there that was cut off', () => {
  const beside = (approve?: RestoreBackupOptions['approve']) =>
    restoreBackup(environment, { ...options(), set, approve });

  it('goes on with what it lacks: that is what it asks for, and what it makes', async () => {
    bench.films.restoring = () => 'failed';
    await expect(beside()).rejects.toMatchObject({ code: 'RestoreFailed' });
    bench.films.restoring = () => 'available';
    const asked: string[] = [];
    const { restored } = await beside(async (plan) => {
      asked.push(...plan.map(({ store }) => store));
      return true;
    });
    expect([asked, restored.map(({ store }) => store)]).toEqual([['films'], ['films']]);
    expect(bench.notes).toContain(`main was restored already, as reel-bench-main-restored-${set}`);
    // Once it is whole, its stores are somebody's.
    await expect(beside()).rejects.toMatchObject({ code: 'TargetExists' });
  });
});

describe('other work on backups', () => {
  it('stops making copies when one of them says that no more can be made', async () => {
    bench.films.looking = () => {
      throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
    };
    main.looking = () => 'creating';
    await expect(createBackup(environment, options())).rejects.toMatchObject({ code: 'ExpiredCredentials' });
  });

  it('stops when the lock of the backups is lost', async () => {
    main.looking = () => {
      steal('backups');
      return 'creating';
    };
    await expect(createBackup(environment, options())).rejects.toMatchObject({ code: 'LockLost' });
  });

  it('removes what a proof restored only after all of its restores have ended', async () => {
    const order: string[] = [];
    bench.films.restoring = () => {
      throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
    };
    main.lookRestored = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push('looked');
      return { state: 'creating' };
    };
    const remove = main.removeRestored.bind(main);
    main.removeRestored = async (identifier) => {
      order.push('removed');
      return remove(identifier);
    };
    await expect(verifyBackup(environment, { ...options(), set })).rejects.toMatchObject({ exitCode: 4 });
    expect(order.lastIndexOf('looked')).toBeLessThan(order.indexOf('removed'));
    expect(main.restored.size).toBe(0);
  });
});
